/* SPDX-License-Identifier: Apache-2.0
 *
 * Digests of answers (AG-134).
 */
#include <math.h>
#include <stdlib.h>

#include "drift/internal.h"

uint64_t amsref_drift_canonical(amsref_format format, uint64_t bits)
{
    const bool number = !isnan(amsref_bits_value(format, bits));
    return number ? bits : amsref_value_bits(format, fabs((double)NAN));
}

void amsref_drift_digest(amsref_format format, const uint64_t *bits, size_t count,
                         char hex[AMSREF_SHA256_SIZE])
{
    const size_t width = amsref_hex_digits(format) / 2;
    uint8_t *bytes = amsref_alloc(count, width);

    for (size_t i = 0; i < count; i++) {
        const uint64_t one = amsref_drift_canonical(format, bits[i]);
        amsref_bytes_put(format, &one, 1, bytes + i * width);
    }
    amsref_sha256((const char *)bytes, count * width, hex);
    free(bytes);
}
