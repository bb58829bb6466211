"""Bereg: the working system of an information and consultative centre against human trafficking."""
