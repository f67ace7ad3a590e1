# SPDX-License-Identifier: Apache-2.0
"""The plan of the proofs: which provers meet which goals and lemmas, and what may be assumed."""

# Which provers meet which goals of a file: (functions, properties, provers in their order, and
# a driver of lemmas where they are wanted), "-" for all but these. The SMT solvers have ieee_float's
# axioms, or none where arrays alone matter (mem); Gappa bounds and rounds. Together the rows of a
# file must give each goal once: that is checked.
MEMORY = ["cvc5mem", "cvc4mem", "cvc4"]
LOGIC = ["cvc5", "cvc4"]
REST_OF_ARRAYS = "rest_x,rest_m,rest_v,rest_w"
REACH = ["cvc4"]
LINES = ("gradient,first_moment,second_moment,running_maximum,square_root,denominator,update,"
         "parameter")
BOUNDS = "range,up,down,keeps,root_low"
ROUNDING = "error,tight"


def but(words):
    return "-" + words.replace(",", ",-")


def step(loop):
    form = loop[-3:]
    ranges = ",".join(f"{name}_range_{form}" for name in ("sum", "root", "den", "rate"))
    return [
        (loop, REST_OF_ARRAYS, ["cvc4mem", "cvc5mem"]),
        (loop, but(REST_OF_ARRAYS), MEMORY),
        (LINES, BOUNDS, ["gappa", "cvc5"]),
        (LINES, "reach", REACH),
        (LINES, ROUNDING, ["cvc5", "z3", "cvc4"], "errors.driver"),
        (LINES, "line", ["cvc5mem", "cvc5"], "errors.driver"),
        (LINES, but(f"{BOUNDS},reach,{ROUNDING},line"), LOGIC),
        ("step_one", "whole,slower", ["cvc5mem", "cvc5", "cvc4"], "errors.driver"),
        ("step_one", "near", ["cvc5", "cvc4"], "errors.driver"),
        ("step_one", "sums", ["cvc5mem", "cvc5"]),
        ("step_one", "against", ["cvc4", "cvc5"]),
        ("", ranges, ["gappa"]),
        ("", f"clip_order_{form}", LOGIC),
        ("-" + loop + "," + LINES, but("whole,slower,near,sums,against"), LOGIC + ["cvc5mem"]),
    ]


RUN_LEMMAS = ("ready_x samples samples_on m_real_on v_real_on eta_most w_line_near w_real_next w_line_on "
              "w_load_on w_real_on w_line_kept s_kept v_kept_on w_kept_on real_kept_on m_within_on "
              "v_within_on w_within_on averages_on clip_near clip_on line_on parameter_on error_on")
START_LEMMAS = "x_within_on error_start"
CLIP_LEMMAS = "clip_value box_real"


def run(form):
    lemmas, start, clip = (",".join(f"{name}_{form}" for name in names.split())
                           for names in (RUN_LEMMAS, START_LEMMAS, CLIP_LEMMAS))
    return [("", lemmas, ["cvc5mem", "cvc4mem"], "runs.driver"),
            ("", start, ["cvc4mem"], "runs.driver"), ("", clip, ["cvc4", "cvc5"]),
            ("", but(f"{lemmas},{start},{clip}"), ["cvc5mem", "cvc4mem", "cvc5"])]


NAMED = ("box,coef,inside,one_m,one_v,one_w,one_x,one_room,room,one_box,run,plain,calm_m,calm_v,"
         "calm_w,held,calm_x")

SEEN_WHOLE = ",".join(f"{name}_{form}" for form in ("f64", "f32") for name in (
    "counts", "counts_itself", "update_at", "keeps_near", "decay_at"))
ADDED_UP = "within_few_f64,within_few_f32"

DOUBLING = "leading_bit,one_minus_power"
CONVERTED = "narrow,infinite"
SIZED = "lr_at,beta1_at,complement,rate_at"
SCALED = "scale_at,root_scale_at,square_of"
PLAIN = "row_of,pick,within"
SIZES = "averages,scales,signs,inside"
BOX = "numbers,below,above"
TERMS = ("exact,s_sound,r_sound,a_sound,a_root_sound,bounds_small,once_more,s_own,r_own,a_own,"
         "a_root_own,t_counts,t_exact,lr_own,k_own,k_lr_own,one_own,keeps_once_more")
CASES = "a_rate,a_root,a_error,s_tight_close,r_tight_close,a_tight_close,k_tight_close,tight_bound_small"
OTHERS = "-" + ",".join([DOUBLING, "power", CONVERTED, SIZED, SCALED, PLAIN, "keep_at,reduce,narrow_all"])
COEFFICIENTS = [
    ("", TERMS, ["cvc5"], "scalars.driver"),
    ("", "a_plain,a_lr", ["cvc4"]),
    ("", CASES, ["cvc5mem"]),
    ("", "usual_product", ["cvc5mem"], "ranges.driver"),
    (DOUBLING, "tight", ["cvc5", "cvc4"], "doubling.driver"),
    (DOUBLING, but("tight"), ["cvc4", "cvc5"], "coefficients.driver"),
    ("power", "range,unit", ["cvc4", "cvc5"], "ranges.driver"),
    ("power", but("range,unit"), ["cvc4", "cvc5"], "coefficients.driver"),
    (CONVERTED, "kept,order,near", ["cvc4", "cvc5"], "narrowing.driver"),
    (CONVERTED, "beyond", ["cvc4", "cvc5"]),
    (CONVERTED, but("kept,order,near,beyond"), ["cvc4", "cvc5"], "conversions.driver"),
    (SIZED, "", ["cvc4", "cvc5"], "ranges.driver"),
    (SCALED, "range,inside", ["gappa", "cvc5"]),
    (SCALED, but("range,inside"), ["cvc4", "cvc5"]),
    ("keep_at", "", ["cvc4", "cvc5"], "ranges.driver"),
    ("reduce", SIZES, ["cvc4mem", "cvc5mem"]),
    ("reduce", "error,least,tight", ["cvc5mem"]),
    ("reduce", but("error,least,tight," + SIZES), ["cvc4", "cvc5"]),
    ("narrow_all", "order", ["cvc4", "cvc5"], "narrowing.driver"),
    ("narrow_all", "near," + SIZES, ["cvc4mem", "cvc5mem"]),
    ("narrow_all", but("order,near," + SIZES), ["cvc4", "cvc5"]),
    (PLAIN, "", ["cvc5", "cvc4"]),
    (OTHERS, BOX, ["cvc4", "cvc5"]),
    (OTHERS, "tight", ["cvc4mem", "cvc5mem"]),
    (OTHERS, but(BOX + ",tight"), ["cvc4mem", "cvc4", "cvc5mem"]),
]
DEFAULTS = "box,values,domain"
CHECKS = "amsref_check,check_box,check_schedules,finite_and_not_negative,in_unit_interval"
ORDERED = "domain,first,order,result"
REST_PROVERS = ["cvc4mem", "cvc4", "cvc5mem"]
REST = [("", "", REST_PROVERS)]
PLAN = {
    "step_f64.c": step("amsref_step_f64"),
    "step_f32.c": step("amsref_step_f32"),
    "run_f64.c": run("f64"),
    "run_f32.c": run("f32"),
    "coefficients.c": COEFFICIENTS,
    "environment.c": REST,
    "hyper.c": [
        ("default_eps", "value", ["gappa", "cvc5"]), ("default_eps", "-value", REST_PROVERS),
        (CHECKS, ORDERED, ["cvc4", "cvc5"]),
        (CHECKS, but(ORDERED), REST_PROVERS),
        ("infinite", "", ["cvc4", "cvc5"], "nobox.driver"),
        ("amsref_hyper_defaults", DEFAULTS, ["cvc4", "cvc5"], "nobox.driver"),
        ("amsref_hyper_defaults", but(DEFAULTS), REST_PROVERS),
        ("-default_eps,infinite,amsref_hyper_defaults," + CHECKS, "", REST_PROVERS),
    ],
    "names.c": REST,
    "together.c": [
        ("", SEEN_WHOLE, ["cvc5"], "together.driver"), ("", ADDED_UP, ["cvc5"]),
        ("", but(f"{SEEN_WHOLE},{ADDED_UP}"), ["cvc5mem", "cvc4mem"]),
    ],
    "witness.c": [
        ("", "box,coef,inside", ["cvc5"]),
        ("", "one_m,one_v,one_w,one_x,one_room", ["gappa", "cvc5"], "runs.driver"),
        ("", "room", ["cvc5", "z3"], "runs.driver"),
        ("", "one_box,run,plain,calm_m,calm_v,calm_w,held,calm_x", ["cvc5mem", "cvc5"]),
        ("witness_f64,witness_f32", but(NAMED), ["gappa", "cvc5"]),
        ("witness_run_f64,witness_run_f32", but(NAMED), ["cvc5", "gappa"]),
    ],
}

# Lemmas: file, theory, provers in their order. The axioms of Format and of Lines are goals of the
# theories that clone them.
LIBRARY = [
    ("amsref.mlw", "Format", ["cvc5"]), ("amsref.mlw", "Rounding64", ["gappa"]),
    ("amsref.mlw", "Binary64", ["cvc5"]), ("amsref.mlw", "Rounding32", ["gappa"]),
    ("amsref.mlw", "Binary32", ["cvc5"]), ("lines.mlw", "Reals", ["cvc5", "z3", "cvc4"]),
    ("lines.mlw", "Lines", ["cvc5", "z3", "cvc4"]), ("errors.mlw", "Rounding64", ["gappa"]),
    ("errors.mlw", "Errors64", ["cvc5", "z3", "cvc4"]), ("errors.mlw", "Rounding32", ["gappa"]),
    ("errors.mlw", "Errors32", ["cvc5", "z3", "cvc4"]), ("runs.mlw", "Steps", ["cvc5", "z3"]),
    ("runs.mlw", "Runs", ["cvc5", "z3"]),
    ("coefficients.mlw", "Close", ["cvc5", "cvc4"]), ("coefficients.mlw", "Rounds", ["gappa"]),
    ("coefficients.mlw", "Stage", ["cvc5", "cvc4"]), ("coefficients.mlw", "Powers", ["cvc5", "cvc4"]),
    ("coefficients.mlw", "Levels", ["cvc5", "cvc4"]), ("coefficients.mlw", "Omp", ["cvc5", "cvc4"]),
    ("coefficients.mlw", "Pow", ["cvc5", "cvc4"]), ("coefficients.mlw", "TwoPowers", ["cvc4", "cvc5"]),
    ("coefficients.mlw", "Coefficients", ["cvc5", "cvc4"]),
    ("doubling.mlw", "Conditions", ["cvc5", "cvc4"]), ("doubling.mlw", "Stages", ["cvc5", "cvc4"]),
    ("doubling.mlw", "Recurrence", ["cvc5", "cvc4"]), ("doubling.mlw", "Doubling", ["cvc5", "cvc4"]),
    ("scalars.mlw", "CloseMore", ["cvc5", "cvc4"]), ("scalars.mlw", "RoundsMore", ["gappa"]),
    ("scalars.mlw", "Errors", ["cvc5", "cvc4"]), ("own.mlw", "Own", ["cvc5", "cvc4"]),
    ("conversions.mlw", "Rounds32", ["gappa"]), ("conversions.mlw", "Conversions", ["cvc5", "cvc4"]),
    ("narrowing.mlw", "Narrowing", ["cvc5", "cvc4"]), ("conversions.mlw", "NoBox", ["cvc5", "cvc4"]),
    ("ranges.mlw", "RoundsRanges", ["gappa"]),
    ("ranges.mlw", "Ranges", ["cvc5", "cvc4"]),
]

# The theories that the solvers are asked to find contradictory, with WP's own: they must not.
TOGETHER = [["conversions.Conversions", "narrowing.Narrowing", "conversions.NoBox"],
            ["coefficients.Coefficients", "doubling.Doubling", "scalars.Errors", "own.Own",
             "ranges.Ranges"],
            ["errors.Errors64", "errors.Errors32", "runs.Runs"]]

# What WP assumes about memory beside the contracts, by function: read in SOUNDNESS.md why it holds.
ASSUMED = {("coefficients.c", "reduce")}
