"""The small questionnaire and the quick way to an enquiry that tests of counting have."""

from bereg.counting.tests.conftest import call, enquire, own_folder, version

__all__ = ["call", "enquire", "own_folder", "version"]
