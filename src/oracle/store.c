/* SPDX-License-Identifier: Apache-2.0 */
#include "enclose.h"

/* Wider arithmetic from which a result may be rounded to the format: binary32, binary64, x87,
 * binary128. Only the first has so few exponents that a storage format sees them (AG-117). */
static const mpfr_prec_t wider[] = {24, 53, 64, 113};

/* value as that arithmetic holds it. */
static void round_to_wider(mpfr_t value, const mpfr_t exact, mpfr_prec_t precision)
{
    const amsref_binary *single = amsref_binary_of(AMSREF_BINARY32);
    if (precision != single->precision) {
        mpfr_set(value, exact, MPFR_RNDN);
        return;
    }
    mpfr_t rounded;
    mpfr_init2(rounded, mpfr_get_prec(exact));
    mpfr_set(rounded, exact, MPFR_RNDN);
    amsref_binary_round(rounded, single);
    mpfr_set(value, rounded, MPFR_RNDN);
    mpfr_clear(rounded);
}

/* end = the least (side < 0) or greatest number that storing the exact `end` can give. */
static void store_end(mpfr_t end, int side, const amsref_binary *format)
{
    mpfr_t exact, by_way;
    mpfr_init2(exact, mpfr_get_prec(end));
    mpfr_set(exact, end, MPFR_RNDN);
    amsref_binary_round(end, format);
    if (!mpfr_equal_p(exact, end)) {
        for (size_t i = 0; i < sizeof wider / sizeof wider[0]; i++) {
            if (wider[i] <= format->precision) {
                continue;
            }
            mpfr_init2(by_way, wider[i]);
            round_to_wider(by_way, exact, wider[i]);
            amsref_binary_round(by_way, format);
            if (side < 0 ? mpfr_less_p(by_way, end) : mpfr_greater_p(by_way, end)) {
                mpfr_set(end, by_way, MPFR_RNDN);
            }
            mpfr_clear(by_way);
        }
    }
    mpfr_clear(exact);
}

void amsref_store(amsref_range *r, const amsref_binary *format, amsref_precision *p)
{
    if (!r->num) {
        return;
    }
    const mpfi_ptr end[2] = {r->lo, r->hi};
    for (int i = 0; i < 2; i++) {
        const bool point = mpfr_equal_p(&end[i]->left, &end[i]->right);
        store_end(&end[i]->left, i ? 1 : -1, format);
        if (point) {
            mpfr_set(&end[i]->right, &end[i]->left, MPFR_RNDU);
        } else {
            store_end(&end[i]->right, i ? 1 : -1, format);
            p->undecided |= !mpfr_equal_p(&end[i]->left, &end[i]->right);
        }
    }
}
