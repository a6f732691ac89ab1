from tests.architecture.size_report import measure, measure_source


def test_nothing_is_over_the_hard_limits() -> None:
    over = [str(size) for size in measure() if size.is_over_limit]

    assert not over, "split these up:\n" + "\n".join(over)


def test_a_long_function_and_its_arguments_are_noticed() -> None:
    body = "\n".join(f"    x = {i}" for i in range(60))
    source = f'def f(a, b, c, d, e, *, f, g):\n    """Say.\n\n    More.\n    """\n{body}\n'

    sizes = {size.kind: size for size in measure_source(source, "m.py")}

    assert (sizes["function"].amount, sizes["function"].is_over_limit) == (61, True)
    assert (sizes["arguments"].amount, sizes["arguments"].is_over_aim) == (7, True)
    assert sizes["module"].amount == 65


def test_a_class_counts_its_public_methods_only() -> None:
    methods = "\n".join(f"    def m{i}(self): pass\n    def _p{i}(self): pass" for i in range(21))

    sizes = measure_source(f"class C:\n{methods}\n", "m.py")
    of_class = next(size for size in sizes if size.kind == "class")

    assert (of_class.amount, of_class.is_over_aim) == (21, True)
