/* SPDX-License-Identifier: Apache-2.0
 *
 * The drawing of a badge (AG-143): an SVG that needs nothing outside itself.
 */
#include "report/internal.h"
#include "markup/xml.h"

#define FONT "Verdana,Geneva,DejaVu Sans,sans-serif"
#define DARK "#444c56"

static const char label[] = "amsref";

enum { FONT_SIZE = 11, EM = 2048, HEIGHT = 20, PADDING = 6 };

/* Verdana's widths of a .. z, in EM to the em. */
static const short letter_width[26] = {1230, 1276, 1067, 1276, 1220, 720,  1276, 1296, 562,
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

static void put_number(amsref_xml xml, const char *name, int value)
{
    amsref_xml_format(xml, name, "%d", value);
}

static void put_words(amsref_xml xml, const char *words, int x)
{
    amsref_xml_open(xml, "text");
    put_number(xml, "x", x);
    put_number(xml, "y", 14);
    put_number(xml, "textLength", text_width(words));
    amsref_xml_content(xml, "%s", words);
    amsref_xml_close(xml);
}

/* Each half is rounded at its outer corners. */
static void put_halves(amsref_xml xml, const char *color, int seam, int end)
{
    amsref_xml_open(xml, "path");
    amsref_xml_text(xml, "fill", DARK);
    amsref_xml_format(xml, "d", "M3 0H%dv20H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z", seam);
    amsref_xml_close(xml);
    amsref_xml_open(xml, "path");
    amsref_xml_text(xml, "fill", color);
    amsref_xml_format(xml, "d", "M%d 0H%da3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H%dz", seam, end - 3, seam);
    amsref_xml_close(xml);
}

static void put_badge(amsref_xml xml, const char *color, const char *message, const char *about)
{
    const int seam = text_width(label) + 2 * PADDING;
    const int end = seam + text_width(message) + 2 * PADDING;

    amsref_xml_open(xml, "svg");
    amsref_xml_text(xml, "xmlns", "http://www.w3.org/2000/svg");
    put_number(xml, "width", end);
    put_number(xml, "height", HEIGHT);
    amsref_xml_format(xml, "viewBox", "0 0 %d %d", end, HEIGHT);
    amsref_xml_text(xml, "role", "img");
    amsref_xml_format(xml, "aria-label", "%s: %s", label, message);
    amsref_xml_open(xml, "title");
    amsref_xml_content(xml, "%s: %s", label, message);
    amsref_xml_close(xml);
    amsref_xml_open(xml, "desc");
    amsref_xml_content(xml, "%s", about);
    amsref_xml_close(xml);
    put_halves(xml, color, seam, end);
    amsref_xml_open(xml, "g");
    amsref_xml_text(xml, "fill", "#fff");
    amsref_xml_text(xml, "font-family", FONT);
    put_number(xml, "font-size", FONT_SIZE);
    put_words(xml, label, PADDING);
    put_words(xml, message, seam + PADDING);
    amsref_xml_close(xml);
}

void amsref_badge_draw(FILE *out, const char *color, const char *message, const char *about)
{
    amsref_xml xml = amsref_xml_begin(true);

    put_badge(xml, color, message, about);
    amsref_xml_finish(xml, out);
}
