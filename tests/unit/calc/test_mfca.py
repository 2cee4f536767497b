"""Cost of product and loss: oracle O09, centres in series, loops, and that nothing is lost on the way."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from score_desktop.calc.balances import balance_sheet
from score_desktop.calc.cost_flow import passing
from score_desktop.calc.figures import Explanation
from score_desktop.calc.mfca import COST_TIMES_SHARE, Costs, Exit, Mfca, add, mfca
from score_desktop.calc.network import MASS, Flow, Network, Step, with_quantities
from score_desktop.calc.nonproduct import Basis, OutputCost, non_product
from score_desktop.calc.reconcile import reconcile
from score_desktop.enums import AllocationKey, FlowDimension, FlowKind, Place
from tests.unit.calc.networks import measured, true_network
from tests.unit.calc.samples import oracle


def close(value: float) -> object:
    return pytest.approx(value, rel=1e-6)


def exits(account: Mfca) -> dict[str, Costs]:
    return {row.flow or row.exit: row.costs for row in account.exits}


def conserved(account: Mfca) -> None:
    """All classes come out again, over the whole and at each centre."""
    out = add((account.product, account.loss, account.stock, account.unassigned))
    for kind in ("material", "energy", "system", "waste"):
        assert getattr(out, kind) == pytest.approx(getattr(account.total, kind), rel=1e-9, abs=1e-9), kind
    assert account.loss_total.value == pytest.approx(account.loss.total, rel=1e-9)


BIN = Step("bin", "Basurero", outside=Place.LANDFILL)


def o09() -> Network:
    flows = (
        Flow("in", "", "qc", FlowKind.RAW, quantity=1000, price=10, substance="steel"),
        Flow("product", "qc", "", FlowKind.PRODUCT, quantity=800),
        Flow("scrap", "qc", "bin", FlowKind.WASTE, quantity=200, disposal_cost=2),
    )
    return Network((Step("qc", "Corte", energy_cost=1500, system_cost=2500), BIN), flows, currency="BOB")


def test_o09_one_quantity_centre() -> None:
    row = oracle("O09")
    assert "product 11 200; loss 3 200; loss share 22.2222 %" in row["expected"]
    assert "energy 1 500, system 2 500, waste 400" in row["input"]
    account = mfca(o09())
    assert account.product == Costs(8000, 1200, 2000, 0)
    assert account.loss == Costs(2000, 300, 500, 400)
    assert account.product.total == close(11_200)
    assert account.loss_total.value == close(3_200)
    assert account.loss_share is not None and account.loss_share.value * 100 == close(22.2222222)
    (centre,) = account.centres
    assert (centre.loss_share, centre.new, centre.carried) == (close(2 / 9), account.total, Costs())
    conserved(account)


def test_energy_as_a_flow_is_the_same_as_energy_as_a_sum() -> None:
    network = o09()
    steps = (dataclasses.replace(network.steps[0], energy_cost=0), BIN)
    power = Flow("power", "", "qc", FlowKind.ENERGY, FlowDimension.ENERGY, quantity=2000, price=0.75)
    account = mfca(dataclasses.replace(network, steps=steps, flows=(*network.flows, power)))
    assert (account.product, account.loss) == (mfca(network).product, mfca(network).loss)


def series() -> Network:
    """Two centres: the product of the first is the input of the second, with its costs."""
    flows = (
        Flow("a", "", "one", FlowKind.RAW, quantity=1000, price=10, substance="a"),
        Flow("mid", "one", "two", FlowKind.PRODUCT, quantity=800),
        Flow("loss1", "one", "bin", FlowKind.WASTE, quantity=200),
        Flow("b", "", "two", FlowKind.RAW, quantity=200, price=20, substance="b"),
        Flow("out", "two", "", FlowKind.PRODUCT, quantity=900),
        Flow("loss2", "two", "bin", FlowKind.WASTE, quantity=100, disposal_cost=1),
    )
    steps = (Step("one", "Uno", system_cost=1000), Step("two", "Dos", system_cost=500, energy_cost=100), BIN)
    return Network(steps, flows, currency="BOB")


def test_centres_in_series_by_hand() -> None:
    """Centre one: 11,000 by 800 : 200. Centre two: 8,800 + 4,000 + 600 by 900 : 100."""
    account = mfca(series())
    assert exits(account)["loss1"].total == close(2_200)
    assert exits(account)["loss2"].total == close(1_340 + 100)
    assert exits(account)["out"].total == close(12_060)
    one, two = account.centres
    assert one.product.total == two.carried.total == close(8_800)
    assert (two.new.total, two.loss.total) == (close(4_700), close(1_440))
    assert account.carried["mid"] == Costs(close(8000), 0, close(800), 0)
    conserved(account)


def test_each_material_by_its_own_mass() -> None:
    """The loss of centre two is b alone: no a is lost there, and all that is lost of b is 100 of 200."""
    network = series()
    flows = tuple(dataclasses.replace(flow, substance="b") if flow.key == "loss2" else flow for flow in network.flows)
    account = mfca(dataclasses.replace(network, flows=flows))
    loss = exits(account)["loss2"]
    assert loss.material == close(2_000)
    assert loss.system == close((800 + 500) * 0.1)
    assert exits(account)["out"].material == close(8_000 + 2_000)
    conserved(account)


def test_shares_of_a_followed_substance_say_where_it_goes() -> None:
    flows = (
        Flow("salt", "", "bath", FlowKind.RAW, quantity=10, price=30, substance="chrome"),
        Flow("hide", "", "bath", FlowKind.RAW, quantity=90, price=5, substance="hide"),
        Flow("leather", "bath", "", FlowKind.PRODUCT, quantity=50, shares={"chrome": 0.12}),
        Flow("spent", "bath", "bin", FlowKind.WASTE, quantity=50, shares={"chrome": 0.08}),
    )
    account = mfca(Network((Step("bath", "Curtido"), BIN), flows, followed=("chrome",)))
    assert exits(account)["spent"].material == close(0.4 * 300 + 0.5 * 450)
    conserved(account)


def loop(back: float, out: float = 90.0) -> Network:
    flows = (
        Flow("in", "", "mill", FlowKind.RAW, quantity=out + 10, price=1, substance="a"),
        Flow("to", "mill", "sieve", FlowKind.PRODUCT, quantity=out + 10 + back),
        Flow("back", "sieve", "mill", FlowKind.REUSE, quantity=back),
        Flow("out", "sieve", "", FlowKind.PRODUCT, quantity=out),
        Flow("dust", "sieve", "bin", FlowKind.WASTE, quantity=10),
    )
    return Network((Step("mill", "Molino", system_cost=50), Step("sieve", "Tamiz", energy_cost=20), BIN), flows)


@pytest.mark.parametrize("back", [0.0, 30.0, 1e4, 1e9])
def test_a_loop_carries_its_costs_and_conserves_them(back: float) -> None:
    """Whatever goes round: what leaves takes 90 : 10 of all, and the loop itself holds the cost per kg of the sieve."""
    account = mfca(loop(back))
    conserved(account)
    assert account.product.total == pytest.approx(0.9 * (100 + 50 + 20), rel=1e-9)
    assert account.loss.total == pytest.approx(0.1 * (100 + 50 + 20), rel=1e-9)
    if back:
        assert account.carried["back"].total == pytest.approx(back * 170 / 100, rel=1e-6)


def test_what_passes_each_step_is_what_the_linear_system_says() -> None:
    """The diagonal is not read: what a step gives itself goes nowhere."""
    random = np.random.default_rng(0)
    for _ in range(50):
        size = int(random.integers(1, 20))
        weights = random.random((size, size)) * (random.random((size, size)) < 0.4)
        leaving = random.random(size) * (random.random(size) < 0.5) + 1e-3
        arriving = random.random((size, 2))
        sums = weights.sum(axis=1) - np.diag(weights) + leaving
        shares = (weights - np.diag(np.diag(weights))) / sums[:, None]
        expected = np.linalg.solve(np.eye(size) - shares.T, arriving)
        assert passing(weights, leaving, arriving) == pytest.approx(expected, rel=1e-9)


def test_a_material_is_never_more_than_there_is() -> None:
    """160 kg of flour are said to leave where 100 came in: they share it, and only 50 reach the next step."""
    flows = (
        Flow("in", "", "a", FlowKind.RAW, quantity=100, price=1, substance="flour"),
        Flow("fat", "", "a", FlowKind.RAW, quantity=60, substance="fat"),
        Flow("on", "a", "b", FlowKind.RAW, quantity=80, substance="flour"),
        Flow("swept", "a", "bin", FlowKind.WASTE, quantity=80, substance="flour"),
        Flow("cake", "a", "", FlowKind.PRODUCT, quantity=40),
        Flow("dust", "b", "bin", FlowKind.WASTE, quantity=30, substance="flour"),
        Flow("out", "b", "", FlowKind.PRODUCT, quantity=50),
    )
    account = mfca(Network((Step("a", "A"), Step("b", "B"), BIN), flows))
    got = {key: costs.material for key, costs in exits(account).items()}
    assert got == {"swept": close(50), "dust": close(30), "out": close(20), "cake": 0}
    conserved(account)


@pytest.mark.parametrize("parts", [(30,), (10, 20), (3, 7, 11), (0.1, 0.7, 0.3, 0.2)])
def test_a_material_that_is_said_to_go_round_for_ever_leaves_by_mass(parts: tuple[float, ...]) -> None:
    flows = [
        Flow("in", "", "a", FlowKind.RAW, quantity=10, price=1, substance="salt"),
        Flow("out", "a", "", FlowKind.PRODUCT, quantity=10, shares={"salt": 0.0}),
    ]
    for number, kg in enumerate(parts):
        flows.append(Flow(f"to{number}", "a", f"b{number}", FlowKind.REUSE, quantity=kg, substance="salt"))
        flows.append(Flow(f"back{number}", f"b{number}", "a", FlowKind.REUSE, quantity=kg, substance="salt"))
    steps = (Step("a", "A"), *(Step(f"b{number}", "B") for number in range(len(parts))))
    account = mfca(Network(steps, tuple(flows), followed=("salt",)))
    assert (account.product.material, account.unassigned.total) == (close(10), 0)
    conserved(account)


def test_allocation_keys() -> None:
    network = o09()
    qc = network.steps[0]
    wet = Flow("effluent", "qc", "bin", FlowKind.WASTE, FlowDimension.WATER, quantity=1)
    water = Flow("water", "", "qc", FlowKind.WATER, FlowDimension.WATER, quantity=1, substance="water")
    flows = (
        network.flows[0],
        dataclasses.replace(network.flows[1], price=19),
        dataclasses.replace(network.flows[2], income=4),
        water,
        wet,
    )
    wide = dataclasses.replace(network, flows=flows)
    assert mfca(wide, AllocationKey.MASS).product.system == close(2500 * 0.4)
    assert mfca(wide, AllocationKey.DRY_MASS).product.system == close(2500 * 0.8)
    assert mfca(wide, AllocationKey.VALUE).product.system == close(2500 * 15200 / 16000)
    given_share = dataclasses.replace(wide, steps=(dataclasses.replace(qc, product_share=0.7), BIN))
    assert mfca(given_share, AllocationKey.GIVEN).product.system == close(2500 * 0.7)
    assert mfca(wide, AllocationKey.GIVEN).product.system == close(2500 * 0.4)
    for key in AllocationKey:
        conserved(mfca(given_share, key))


def test_a_boiler_passes_its_costs_on_with_its_steam() -> None:
    """Gas for 1,000: 60 % of its energy to the oven, 20 % up the chimney, 20 % to nobody: the boiler has no mass."""
    flows = (
        Flow("gas", "", "boiler", FlowKind.ENERGY, FlowDimension.ENERGY, quantity=1000, price=1),
        Flow("steam", "boiler", "oven", FlowKind.ENERGY, FlowDimension.ENERGY, quantity=600),
        Flow("flue", "boiler", "air", FlowKind.EMISSION, FlowDimension.ENERGY, quantity=200),
        Flow("heat", "oven", "air", FlowKind.WASTE, FlowDimension.ENERGY, quantity=150),
        Flow("dough", "", "oven", FlowKind.RAW, quantity=100),
        Flow("bread", "oven", "", FlowKind.PRODUCT, quantity=100),
    )
    steps = (Step("boiler", "Caldera", system_cost=80), Step("oven", "Horno"), Step("air", "Aire", outside=Place.AIR))
    account = mfca(Network(steps, flows))
    assert account.carried["steam"] == Costs(0, close(750), close(60), 0)
    assert exits(account)["flue"] == Costs(0, close(250), close(20), 0)
    assert exits(account)["heat"].energy == close(750 / 4)
    assert exits(account)["bread"].total == close(810 * 3 / 4)
    conserved(account)


def test_what_leaves_no_trace_is_a_loss_and_stock_is_none() -> None:
    flows = (
        Flow("in", "", "a", FlowKind.RAW, quantity=100, price=2),
        Flow("out", "a", "", FlowKind.PRODUCT, quantity=70),
    )
    account = mfca(Network((Step("a", "A", stock_change={MASS: 20.0}),), flows))
    assert (account.product.total, account.loss.total, account.stock.total) == (close(140), close(20), close(40))
    assert [row.exit for row in account.exits] == [Exit.PRODUCT, Exit.STOCK, Exit.UNEXPLAINED]
    from_stock = Step("a", "A", stock_change={MASS: -50.0}, stock_price=1.0)
    flows = (flows[0], dataclasses.replace(flows[1], quantity=150))
    account = mfca(Network((from_stock,), flows))
    assert account.total.material == account.product.material == close(250)


def test_costs_that_nothing_takes_along_are_told() -> None:
    account = mfca(Network((Step("office", "Oficina", system_cost=100, energy_cost=5),), ()))
    assert account.unassigned == Costs(0, 5, 100, 0)
    assert [(one.key, one.why) for one in account.problems] == [("step.office", "flows.cost_unassigned")]
    assert account.loss_share is None


def test_a_circle_that_nothing_leaves_keeps_its_costs() -> None:
    flows = (
        Flow("ab", "a", "b", FlowKind.REUSE, quantity=10),
        Flow("ba", "b", "a", FlowKind.REUSE, quantity=10),
    )
    account = mfca(Network((Step("a", "A", system_cost=7), Step("b", "B")), flows))
    assert account.unassigned.total == close(7)
    conserved(account)


def test_handling_of_waste_is_borne_by_the_losses_and_unpriced_flows_are_told() -> None:
    network = o09()
    steps = (dataclasses.replace(network.steps[0], waste_cost=600), BIN)
    bare = dataclasses.replace(network, steps=steps, flows=(*network.flows[:2],))
    assert mfca(bare).loss.waste == close(600)
    dust = Flow("dust", "qc", "bin", FlowKind.WASTE, quantity=100)
    both = mfca(dataclasses.replace(network, steps=steps, flows=(*network.flows, dust)))
    assert (exits(both)["scrap"].waste, exits(both)["dust"].waste) == (close(800), close(200))
    flows = (dataclasses.replace(network.flows[0], price=None), Flow("x", "", "qc", FlowKind.RAW, price=3))
    assert mfca(dataclasses.replace(network, flows=flows)).unpriced == ("in",)
    assert mfca(dataclasses.replace(network, flows=flows)).unknown == ("x",)


def priced(network: Network, random: np.random.Generator) -> Network:
    """Prices, costs, names of materials and shares at random."""
    names = ("flour", "fat", "water", "")

    def change(flow: Flow) -> Flow:
        values: dict[str, object] = {"substance": str(random.choice(names))}
        if flow.source == "supplier":
            values["price"] = float(random.uniform(0, 50)) if random.random() < 0.9 else None
        if flow.kind is FlowKind.WASTE:
            values["disposal_cost"] = float(random.uniform(0, 3))
        if random.random() < 0.2:
            values["shares"] = {"flour": float(random.uniform(0, 1))}
        return dataclasses.replace(flow, **values)  # type: ignore[arg-type]

    def spend(step: Step) -> Step:
        if step.outside is not None:
            return step
        costs = {name: float(random.uniform(0, 1e4)) for name in ("energy_cost", "system_cost", "waste_cost")}
        return dataclasses.replace(step, product_share=float(random.random()), **costs)

    steps, flows = tuple(spend(step) for step in network.steps), tuple(change(flow) for flow in network.flows)
    return dataclasses.replace(network, steps=steps, flows=flows, followed=("flour",))


@settings(max_examples=60)
@example(seed=1, steps=200, loops=12, wide=4.0, key=AllocationKey.MASS, balanced=True)
@example(seed=2, steps=200, loops=40, wide=9.0, key=AllocationKey.VALUE, balanced=False)
@given(
    seed=st.integers(0, 2**32 - 1),
    steps=st.integers(1, 30) | st.integers(1, 200),
    loops=st.integers(0, 12),
    wide=st.sampled_from([1.0, 4.0, 9.0]),
    key=st.sampled_from(AllocationKey),
    balanced=st.booleans(),
)
def test_networks_with_loops_conserve_mass_and_cost(
    seed: int, steps: int, loops: int, wide: float, key: AllocationKey, balanced: bool
) -> None:
    random = np.random.default_rng(seed)
    network = priced(true_network(random, steps, loops, wide), random)
    if not balanced:
        network = measured(network, random)
    whole, *rows = balance_sheet(network, (MASS,))
    assert math.fsum(row.gap.value for row in rows) == pytest.approx(whole.gap.value, abs=1e-9 * whole.inputs)
    if balanced:
        assert all(abs(row.gap.value) <= 1e-9 * row.inputs for row in rows)
    account = mfca(network, key)
    conserved(account)
    for row in account.centres:
        came, went = add((row.new, row.carried)).total, add((row.product, row.loss)).total
        kept = math.fsum(
            one.costs.total for one in account.exits if one.exit is Exit.UNASSIGNED and one.step == row.step
        )
        assert went + kept == pytest.approx(came, rel=1e-9, abs=1e-9)
    assert min((row.costs.total for row in account.exits), default=0.0) >= 0
    assert non_product(network, account).cost.disposal == pytest.approx(account.loss.waste, rel=1e-9)


def test_reconciled_quantities_leave_nothing_unexplained() -> None:
    random = np.random.default_rng(4)
    network = priced(measured(true_network(random, 10), random, unknown=0.0), random)
    assert any(row.exit is Exit.UNEXPLAINED for row in mfca(network).exits)
    result = mfca(with_quantities(network, reconcile(network).quantities()))
    assert not any(row.exit is Exit.UNEXPLAINED for row in result.exits)
    conserved(result)


def test_explanations_add_up() -> None:
    for row in mfca(series()).exits:
        assert math.fsum(one.value or 0.0 for one in row.total.explanation.inputs) == close(row.costs.total)
        for one in row.total.explanation.inputs:
            assert isinstance(one.origin, Explanation) and one.origin.formula == COST_TIMES_SHARE
            assert math.prod(part.value or 0.0 for part in one.origin.inputs) == close(one.value or 0.0)


# -- cost of non-product output ----------------------------------------------------------------------------------------


def test_the_plain_arithmetic_of_a_loss() -> None:
    cost = OutputCost(purchase=70_000, processing=11_680, disposal=3_320, income=2_000)
    assert cost.total == 83_000
    assert cost.disposal_share == close(0.04)
    assert cost.times_disposal == close(25)
    assert OutputCost(0, 0, 0, 10).disposal_share is None
    assert OutputCost(0, 0, 10, 5).disposal_share is None
    assert OutputCost(1, 0, 0, 0).times_disposal is None


def bakery() -> Network:
    """Flour 10 t at 6, a mixer, an oven; flour, dough and water are lost."""
    places = (BIN, Step("air", "Aire", outside=Place.AIR), Step("farm", "Granja", outside=Place.BUYER))
    steps = (Step("mix", "Amasado", system_cost=2000), Step("oven", "Horno", system_cost=1000), *places)
    flows = (
        Flow("flour", "", "mix", FlowKind.RAW, quantity=10_000, price=6, substance="flour"),
        Flow("water", "", "mix", FlowKind.WATER, FlowDimension.WATER, quantity=6, price=10, substance="water"),
        Flow("sweepings", "mix", "bin", FlowKind.WASTE, quantity=500, substance="flour", disposal_cost=0.2),
        Flow("dough", "mix", "oven", FlowKind.PRODUCT, quantity=15_500, substance="dough"),
        Flow("burnt", "oven", "farm", FlowKind.BY_PRODUCT, quantity=500, income=0.5, substance="bread"),
        Flow("vapour", "oven", "air", FlowKind.EMISSION, quantity=1500, substance="water"),
        Flow("bread", "oven", "", FlowKind.PRODUCT, quantity=13_500, substance="bread"),
        Flow("power", "", "oven", FlowKind.ENERGY, FlowDimension.ENERGY, quantity=4000, price=0.5),
    )
    return Network(steps, flows, currency="BOB")


def test_losses_in_the_order_of_what_they_cost() -> None:
    result = non_product(bakery())
    losses = {loss.flow: loss for loss in result.losses}
    assert [loss.flow for loss in result.losses] == ["sweepings", "burnt", "vapour"]
    sweepings, burnt, vapour = losses["sweepings"], losses["burnt"], losses["vapour"]
    assert (sweepings.basis, burnt.basis, vapour.basis) == (Basis.SAME, Basis.TRACED, Basis.SAME)
    assert sweepings.cost.purchase == close(3000)
    assert sweepings.cost.processing == close(2000 / 32)
    assert sweepings.cost.disposal == close(100)
    assert vapour.cost.purchase == close(15)
    # What is left of the flour (9,500 × 6) is in 14,000 kg of bread; of the water 4,500 of 6,000 kg stay in it.
    assert burnt.cost.purchase == close((57_000 + 45) / 28)
    assert burnt.cost.income == close(250)
    assert (burnt.step, burnt.place, burnt.quantity, burnt.unit) == ("oven", "farm", 500, "kg")
    assert result.total.value == close(math.fsum(loss.cost.total for loss in result.losses))
    assert result.losses[-1].cumulated == close(1)
    assert [loss.in_class_a for loss in result.losses] == [True, True, False]


def test_the_sentence_about_the_bin() -> None:
    places = {place.place: place for place in non_product(bakery()).places}
    bin_ = places["bin"]
    assert (bin_.name, bin_.flows) == ("Basurero", ("sweepings",))
    assert bin_.cost.total == close(3000 + 62.5 + 100)
    assert bin_.cost.disposal_share == close(100 / 3162.5)


def test_what_a_person_gives_goes_before_what_is_traced() -> None:
    network = bakery()
    flows = tuple(
        dataclasses.replace(flow, price=9.0, processing_cost=1.0) if flow.key == "burnt" else flow
        for flow in network.flows
    )
    burnt = {loss.flow: loss for loss in non_product(dataclasses.replace(network, flows=flows)).losses}["burnt"]
    assert (burnt.basis, burnt.cost.purchase, burnt.cost.processing) == (Basis.STATED, 4500, 500)
    parts = [one.value for one in burnt.total.explanation.inputs]
    assert parts == [4500, 500, 0, -250]


def test_by_products_may_be_product() -> None:
    network = dataclasses.replace(bakery(), by_products_are_losses=False)
    assert [loss.flow for loss in non_product(network).losses] == ["sweepings", "vapour"]


def test_energy_that_is_lost_costs_what_it_was_bought_for() -> None:
    heat = Flow("heat", "oven", "air", FlowKind.WASTE, FlowDimension.ENERGY, quantity=1000)
    network = dataclasses.replace(bakery(), flows=(*bakery().flows, heat))
    loss = {one.flow: one for one in non_product(network).losses}["heat"]
    assert (loss.basis, loss.cost.purchase, loss.cost.processing) == (Basis.TRACED, close(500), 0)


def test_what_leaves_no_trace_is_in_the_cost_too() -> None:
    network = bakery()
    flows = tuple(dataclasses.replace(one, quantity=13_000) if one.key == "bread" else one for one in network.flows)
    result = non_product(dataclasses.replace(network, flows=flows))
    unexplained = next(loss for loss in result.losses if not loss.flow)
    assert (unexplained.step, unexplained.quantity, unexplained.unit) == ("oven", close(500), "kg")
    assert unexplained.cost.purchase == close((57_000 + 45) / 28)
