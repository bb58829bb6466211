"""Where the foreigners of the year come from."""

# People in a hundred foreigners, in the descending order of the report.
NEIGHBOURS = {
    "UA": 20.6,
    "UZ": 17.2,
    "TJ": 13.6,
    "MD": 10.4,
    "KG": 8.4,
    "AZ": 7.1,
    "KZ": 5.6,
    "AM": 4.7,
    "BY": 3.7,
    "TM": 2.3,
    "GE": 1.6,
}
FAR = 4.5  # of a hundred: everybody else
FAR_COUNTRIES = (
    "CN VN TR AF IN LV LT EE DE SY KP BA ET GH PE PK NG CM IQ EG RS BG MN US CD LK BD CU NP IL stateless".split()
)
BY_CENTRE = {
    "moscow": {"FAR": 1.2, "UA": 1.05, "MD": 1.1},
    "petrozavodsk": {"UA": 2.2, "BY": 2.6, "MD": 1.3, "AZ": 1.6, "TM": 0.1, "KG": 0.4, "FAR": 0.4},
    "astrakhan": {"UZ": 1.4, "TJ": 1.3, "KZ": 2.6, "AZ": 1.9, "TM": 2.4, "UA": 0.35, "MD": 0.3, "BY": 0.2, "FAR": 0.2},
}
