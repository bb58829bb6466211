from bereg.core.collation import place


def test_names_stand_where_a_reader_looks_for_them() -> None:
    for names in (
        ["Азия", "ёж", "Ель", "жук", "Иран", "Ия", "Йемен", "Куба", "якорь"],
        ["Åland", "Albania", "Cook Islands", "Côte d'Ivoire", "Croatia", "Czechia", "türkiye", "Uganda"],
    ):
        assert sorted(set(names), key=place) == names
