/* SPDX-License-Identifier: Apache-2.0
 *
 * The loop of plain.c, included once a format: REAL, SQRT and STEP are the caller's.
 */
static void STEP(const scalars *s, const amsref_adapter_arrays *arrays)
{
    REAL *x = arrays->x, *m = arrays->m, *v = arrays->v, *vmax = arrays->vmax;
    const REAL *gradient = arrays->g;
    const REAL beta1 = (REAL)s->beta1, beta2 = (REAL)s->beta2, rate = (REAL)s->rate;
    const REAL one_minus_beta1 = (REAL)(1 - s->beta1), one_minus_beta2 = (REAL)(1 - s->beta2);
    const REAL eps = (REAL)s->eps, root_c2 = (REAL)s->root_c2, c2 = (REAL)s->c2;
    for (size_t i = 0; i < arrays->n; i++) {
        REAL g = (REAL)s->sign * gradient[i];
        if (s->l2 != 0)
            g += (REAL)s->l2 * x[i];
        m[i] = beta1 * m[i] + one_minus_beta1 * g;
        v[i] = beta2 * v[i] + one_minus_beta2 * g * g;
        REAL candidate = s->dialect == OPTAX ? v[i] / c2 : v[i];
        /* A NaN on either side is kept, as numpy.maximum and torch.maximum do. */
        if (s->dialect == ADAM || candidate > vmax[i] || candidate != candidate)
            vmax[i] = candidate;

        REAL denominator;
        if (s->dialect == DRJIT)
            denominator = SQRT(vmax[i] + eps * eps);
        else if (s->dialect == PYTORCH || s->dialect == ADAM)
            denominator = SQRT(vmax[i]) / root_c2 + eps;
        else
            denominator = SQRT(vmax[i]) + eps;
        x[i] = (REAL)s->keep * x[i] - rate * m[i] / denominator;
        if (x[i] < (REAL)s->lo)
            x[i] = (REAL)s->lo;
        if (x[i] > (REAL)s->hi)
            x[i] = (REAL)s->hi;
    }
}
