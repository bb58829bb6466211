"""The demonstration year: invented people, whose figures are those of three centres from May 2007 to May 2008."""
