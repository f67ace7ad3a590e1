/* SPDX-License-Identifier: Apache-2.0 */
#include "range.h"

int amsref_bound_inf(const mpfi_t a)
{
    return mpfr_inf_p(&a->left) ? mpfr_sgn(&a->left) : mpfr_inf_p(&a->right) ? mpfr_sgn(&a->right) : 0;
}

bool amsref_bound_zero(const mpfi_t a)
{
    return mpfr_zero_p(&a->left) && mpfr_zero_p(&a->right);
}

/* Sign of the end point: an interval that holds zero without being zero cannot tell. */
int amsref_bound_sign(const mpfi_t a, amsref_precision *p)
{
    if (amsref_bound_zero(a)) {
        return 0;
    }
    const int left = mpfr_sgn(&a->left), right = mpfr_sgn(&a->right);
    if (left <= 0 && right >= 0) {
        p->undecided = true;
    }
    return left > 0 || (left == 0 && right > 0) ? 1 : -1;
}

void amsref_bound_min(mpfi_t r, const mpfi_t a)
{
    mpfr_min(&r->left, &r->left, &a->left, MPFR_RNDD);
    mpfr_min(&r->right, &r->right, &a->right, MPFR_RNDU);
}

void amsref_bound_max(mpfi_t r, const mpfi_t a)
{
    mpfr_max(&r->left, &r->left, &a->left, MPFR_RNDD);
    mpfr_max(&r->right, &r->right, &a->right, MPFR_RNDU);
}

bool amsref_bound_less(const mpfi_t a, const mpfi_t b, amsref_precision *p)
{
    if (mpfr_less_p(&a->right, &b->left)) {
        return true;
    }
    if (mpfr_greaterequal_p(&a->left, &b->right)) {
        return false;
    }
    p->undecided = true;
    return true;
}
