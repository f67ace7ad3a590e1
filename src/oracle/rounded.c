/* SPDX-License-Identifier: Apache-2.0
 *
 * What rounding makes of a scalar: H of AG-31, powers, and where a storage format ends (AG-118).
 */
#include "scalars.h"

#include <math.h>

/* rounded = r with its end points rounded to the format. */
static void nearest(amsref_context *c, amsref_range *rounded, const amsref_range *r,
                    const amsref_binary *format)
{
    amsref_range_set(rounded, r);
    const mpfi_ptr to[2] = {rounded->lo, rounded->hi};
    for (int i = 0; i < 2; i++) {
        amsref_binary_round(&to[i]->left, format);
        amsref_binary_round(&to[i]->right, format);
        if (!mpfr_equal_p(&to[i]->left, &to[i]->right)) {
            c->p->undecided = true;
        }
    }
}

/* H of AG-31: the number, or the format's nearest; or that of the format's arithmetic (AG-118). */
void amsref_or_rounded(amsref_context *c, amsref_range *r)
{
    if (c->model == AMSREF_MODEL_IDEAL) {
        return;
    }
    amsref_range rounded, wider;
    amsref_range_init(&rounded, c->p->bits);
    nearest(c, &rounded, r, c->binary);
    if (amsref_binary_is_storage(c->binary)) {
        amsref_range_init(&wider, c->p->bits);
        nearest(c, &wider, r, amsref_binary_arithmetic(c->binary));
        amsref_range_hull(&rounded, &rounded, &wider);
        amsref_range_clear(&wider);
    }
    amsref_range_hull(r, r, &rounded);
    amsref_range_clear(&rounded);
}

bool amsref_scalars_in_storage(const amsref_context *c)
{
    return c->model != AMSREF_MODEL_IDEAL && amsref_binary_is_storage(c->binary);
}

bool amsref_beta_is_lost(const amsref_context *c, double beta)
{
    mpfr_t rounded;
    mpfr_init2(rounded, 53);
    mpfr_set_d(rounded, beta, MPFR_RNDN);
    amsref_binary_round(rounded, c->binary);
    const bool lost = amsref_scalars_in_storage(c) && mpfr_cmp_ui(rounded, 1) == 0;
    mpfr_clear(rounded);
    return lost;
}

void amsref_read_beta(amsref_context *c, amsref_range *r, double beta)
{
    const amsref_binary *own = c->binary;
    if (amsref_beta_is_lost(c, beta)) {
        c->binary = amsref_binary_arithmetic(own);
    }
    amsref_hyper_range(c, r, beta);
    c->binary = own;
}

void amsref_below_normal(amsref_context *c, amsref_range *r)
{
    mpfi_t normal, least;
    mpfi_init2(normal, c->p->bits);
    mpfi_init2(least, c->p->bits);
    mpfi_set_d(normal, ldexp(1.0, c->binary->normal));
    amsref_range_mig(least, r);
    if (amsref_bound_less(least, normal, c->p)) {
        amsref_range_include(r, 0.0);
        amsref_range_take(r, normal);
    }
    mpfi_clear(normal);
    mpfi_clear(least);
}

bool amsref_scalar_overflows(amsref_context *c, const amsref_range *r)
{
    mpfi_t omega;
    mpfi_init2(omega, c->p->bits);
    mpfi_set_d(omega, 1.0 - ldexp(1.0, -c->binary->precision - 1));
    mpfi_mul_2si(omega, omega, c->binary->top);
    const bool reaches = r->num && !amsref_bound_less(r->hi, omega, c->p);
    mpfi_clear(omega);
    return reaches;
}

void amsref_hyper_range(amsref_context *c, amsref_range *r, double value)
{
    amsref_range_set_d(r, value);
    amsref_or_rounded(c, r);
}

/* r^n for 0 <= r, outward. */
void amsref_power(amsref_range *r, const amsref_range *base, uint64_t n)
{
    const mpfi_srcptr from[2] = {base->lo, base->hi};
    const mpfi_ptr to[2] = {r->lo, r->hi};
    _Static_assert(sizeof(unsigned long) >= sizeof(uint64_t), "mpfr_pow_ui takes every t");
    for (int i = 0; i < 2; i++) {
        mpfr_pow_ui(&to[i]->left, &from[i]->left, n, MPFR_RNDD);
        mpfr_pow_ui(&to[i]->right, &from[i]->right, n, MPFR_RNDU);
    }
}

/* r *= [(1 - 2^u)^n, (1 + 2^u)^n] for r >= 0: n roundings of unit 2^u. */
void amsref_round_n_times(amsref_context *c, amsref_range *r, int u, uint64_t n)
{
    amsref_range *f = &c->t2;
    amsref_range_set_d(f, ldexp(1.0, u));
    amsref_range_sub(f, &c->one, f, c->p);
    mpfi_set_d(f->hi, ldexp(1.0, u));
    mpfi_add(f->hi, f->hi, c->one.hi);
    amsref_power(f, f, n);
    amsref_range_mul(r, r, f, c->p);
}
