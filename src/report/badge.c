/* SPDX-License-Identifier: Apache-2.0
 *
 * A badge: the verdict as a small SVG (AG-143). It depends on the verdict alone.
 */
#include <libxml/xmlwriter.h>
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "report/internal.h"
#include "report/trace.h"
#include "suite/memory.h"

#define TEXT(s) ((const xmlChar *)(s))
#define FONT "Verdana,Geneva,DejaVu Sans,sans-serif"

/* White text on each has a contrast of at least 4.5 to 1. */
static const char *const level_color[AMSREF_LEVEL_COUNT] = {
    [AMSREF_EXACT] = "#116329", [AMSREF_TIGHT] = "#1a7f37",
    [AMSREF_WORKING] = "#4d7c0f", [AMSREF_NONCONFORMING] = "#cf222e",
};
#define RED level_color[AMSREF_NONCONFORMING]
#define GREY "#57606a"
#define DARK "#444c56"

static const char label[] = "amsref";

enum { FONT_SIZE = 11, EM = 2048, HEIGHT = 20, PADDING = 6 };

/* Verdana's widths of a .. z, in EM to the em. */
static const short letter_width[26] = {1230, 1276, 1067, 1276, 1220, 720, 1276, 1296, 562,
                                       705,  1212, 562,  1992, 1296, 1243, 1276, 1276, 874,
                                       1067, 807,  1296, 1212, 1676, 1212, 1212, 1076};

static int character_width(char c)
{
    return c >= 'a' && c <= 'z'   ? letter_width[c - 'a']
           : c == ' '             ? 720
           : c == ',' || c == '.' ? 745
           : c == ':' || c == '-' ? 930
                                  : 1302; /* a digit */
}

/* In pixels. What is drawn is given this length, whatever font there is. */
static int text_width(const char *text)
{
    int width = 0;

    for (; *text; text++) {
        width += character_width(*text);
    }
    return (width * FONT_SIZE + EM / 2) / EM;
}

static void put_number(xmlTextWriterPtr xml, const char *name, int value)
{
    xmlTextWriterWriteFormatAttribute(xml, TEXT(name), "%d", value);
}

static void put_words(xmlTextWriterPtr xml, const char *words, int x)
{
    xmlTextWriterStartElement(xml, TEXT("text"));
    put_number(xml, "x", x);
    put_number(xml, "y", 14);
    put_number(xml, "textLength", text_width(words));
    xmlTextWriterWriteString(xml, TEXT(words));
    xmlTextWriterEndElement(xml);
}

/* Each half is rounded at its outer corners. */
static void put_halves(xmlTextWriterPtr xml, const char *color, int seam, int end)
{
    xmlTextWriterStartElement(xml, TEXT("path"));
    xmlTextWriterWriteAttribute(xml, TEXT("fill"), TEXT(DARK));
    xmlTextWriterWriteFormatAttribute(xml, TEXT("d"), "M3 0H%dv20H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z",
                                      seam);
    xmlTextWriterEndElement(xml);
    xmlTextWriterStartElement(xml, TEXT("path"));
    xmlTextWriterWriteAttribute(xml, TEXT("fill"), TEXT(color));
    xmlTextWriterWriteFormatAttribute(
        xml, TEXT("d"), "M%d 0H%da3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H%dz", seam, end - 3, seam);
    xmlTextWriterEndElement(xml);
}

static void put_badge(xmlTextWriterPtr xml, const char *color, const char *message,
                      const char *about)
{
    const int seam = text_width(label) + 2 * PADDING;
    const int end = seam + text_width(message) + 2 * PADDING;

    xmlTextWriterSetIndent(xml, 1);
    xmlTextWriterStartElement(xml, TEXT("svg"));
    xmlTextWriterWriteAttribute(xml, TEXT("xmlns"), TEXT("http://www.w3.org/2000/svg"));
    put_number(xml, "width", end);
    put_number(xml, "height", HEIGHT);
    xmlTextWriterWriteFormatAttribute(xml, TEXT("viewBox"), "0 0 %d %d", end, HEIGHT);
    xmlTextWriterWriteAttribute(xml, TEXT("role"), TEXT("img"));
    xmlTextWriterWriteFormatAttribute(xml, TEXT("aria-label"), "%s: %s", label, message);
    xmlTextWriterWriteFormatElement(xml, TEXT("title"), "%s: %s", label, message);
    xmlTextWriterWriteElement(xml, TEXT("desc"), TEXT(about));
    put_halves(xml, color, seam, end);
    xmlTextWriterStartElement(xml, TEXT("g"));
    xmlTextWriterWriteAttribute(xml, TEXT("fill"), TEXT("#fff"));
    xmlTextWriterWriteAttribute(xml, TEXT("font-family"), TEXT(FONT));
    put_number(xml, "font-size", FONT_SIZE);
    put_words(xml, label, PADDING);
    put_words(xml, message, seam + PADDING);
    xmlTextWriterEndElement(xml);
    xmlTextWriterEndDocument(xml);
}

static void write_badge(FILE *out, const char *color, const char *message, const char *about)
{
    xmlBufferPtr buffer = xmlBufferCreate();
    xmlTextWriterPtr xml = buffer ? xmlNewTextWriterMemory(buffer, 0) : NULL;

    if (!xml) {
        fputs("amsref: out of memory\n", stderr);
        exit(AMSREF_USAGE);
    }
    put_badge(xml, color, message, about);
    xmlFreeTextWriter(xml);
    fwrite(xmlBufferContent(buffer), 1, (size_t)xmlBufferLength(buffer), out);
    xmlBufferFree(buffer);
}

/* The formats in which cases were judged, as bits. */
static unsigned formats_judged(const amsref_run *run)
{
    unsigned judged = 0;

    for (size_t i = 0; i < run->count; i++) {
        if (run->result[i].outcome == AMSREF_JUDGED) {
            judged |= 1U << run->result[i].item->problem.format;
        }
    }
    return judged;
}

/* " binary64"; "" where they are the two that everybody has. */
static char *formats_text(unsigned judged)
{
    const unsigned both = 1U << AMSREF_BINARY64 | 1U << AMSREF_BINARY32;
    char *text = amsref_copy("");

    for (int f = 0; f < AMSREF_FORMAT_COUNT && judged != both; f++) {
        if (judged & 1U << f) {
            char *longer = amsref_print("%s %s", text, amsref_format_name((amsref_format)f));
            free(text);
            text = longer;
        }
    }
    return text;
}

/* ", 10 of 20 cases": a level that was reached by less than all of these formats says so. */
static char *share_text(const amsref_run *run, unsigned formats)
{
    size_t cases = 0, judged = 0;

    for (size_t i = 0; i < run->count; i++) {
        if (formats & 1U << run->result[i].item->problem.format) {
            cases++;
            judged += run->result[i].outcome == AMSREF_JUDGED;
        }
    }
    return judged < cases ? amsref_print(", %s%zu of %zu cases", run->part ? "only " : "", judged,
                                         cases)
           : run->part    ? amsref_print(", only %zu case%s", judged, judged == 1 ? "" : "s")
                          : amsref_copy("");
}

static char *conforming_text(const amsref_run *run, amsref_level level)
{
    if (level == AMSREF_LEVEL_COUNT) {
        return amsref_print("%s: laws hold, no cases", run->dialect);
    }
    const unsigned judged = formats_judged(run);
    char *formats = formats_text(judged), *share = share_text(run, judged);
    char *text =
        amsref_print("%s%s: %s%s", run->dialect, formats, amsref_level_name(level), share);
    free(formats);
    free(share);
    return text;
}

static const char *color_of(int status, amsref_level level)
{
    return status == AMSREF_NOTHING     ? GREY
           : status != AMSREF_CONFORMS  ? RED
           : level < AMSREF_LEVEL_COUNT ? level_color[level]
                                        : level_color[AMSREF_TIGHT];
}

/* "nonconforming", or "tight, not exact" where that was asked. */
static char *failing_text(const char *dialect, amsref_level reached, amsref_level wanted)
{
    return reached > wanted && reached < AMSREF_NONCONFORMING
               ? amsref_print("%s: %s, not %s", dialect, amsref_level_name(reached),
                              amsref_level_name(wanted))
               : amsref_print("%s: %s", dialect, amsref_level_name(AMSREF_NONCONFORMING));
}

void amsref_write_badge(FILE *out, const amsref_run *run)
{
    const amsref_level level = amsref_run_level(&run->total);
    char *about = amsref_verdict_line(run);
    char *message = run->status == AMSREF_CONFORMS  ? conforming_text(run, level)
                    : run->status == AMSREF_DIFFERS ? failing_text(run->dialect, level, run->wanted)
                    : run->status == AMSREF_BROKE   ? amsref_copy("broke off")
                                                    : amsref_copy("nothing run");

    write_badge(out, color_of(run->status, level), message, about);
    free(message);
    free(about);
}

void amsref_trace_write_badge(FILE *out, const amsref_trace_run *run)
{
    const amsref_level level = amsref_trace_level(run->result);
    const char *dialect = amsref_dialect_name(run->result->dialect);
    char *about = amsref_trace_verdict(run);
    char *message = run->status == AMSREF_CONFORMS
                        ? amsref_print("%s, recorded run: %s", dialect, amsref_level_name(level))
                    : run->status == AMSREF_NOTHING ? amsref_copy("nothing run")
                                                    : failing_text(dialect, level, run->wanted);

    write_badge(out, color_of(run->status, level), message, about);
    free(message);
    free(about);
}

void amsref_write_badge_begun(FILE *out)
{
    write_badge(out, RED, "no verdict", "NO VERDICT: amsref check has not come to its end");
}
