/* SPDX-License-Identifier: Apache-2.0
 *
 * Digests of answers (AG-134).
 */
#include <math.h>
#include <stdlib.h>

#include "drift/internal.h"

void amsref_drift_digest(amsref_format format, const uint64_t *bits, size_t count,
                         char hex[AMSREF_SHA256_SIZE])
{
    const size_t width = amsref_hex_digits(format) / 2;
    const uint64_t nan = amsref_value_bits(format, fabs((double)NAN));
    uint8_t *bytes = amsref_alloc(count, width);

    for (size_t i = 0; i < count; i++) {
        /* AG-53: every NaN is the same answer. */
        bool number = !isnan(amsref_bits_value(format, bits[i]));
        amsref_bytes_put(format, number ? &bits[i] : &nan, 1, bytes + i * width);
    }
    amsref_sha256((const char *)bytes, count * width, hex);
    free(bytes);
}
