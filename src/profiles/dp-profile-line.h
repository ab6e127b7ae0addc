/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-profile-file.h"

G_BEGIN_DECLS

/** Some bytes of a text that somebody else owns. */
typedef struct {
  const char *text;
  size_t length;
} DpSlice;

typedef enum {
  DP_LINE_BLANK,
  DP_LINE_COMMENT,
  DP_LINE_SECTION,
  DP_LINE_PROPERTY,
  DP_LINE_NESTED, /* indented more than the property above: belongs to its value */
  DP_LINE_JUNK,   /* neither a header nor a property */
} DpLineKind;

/** "key = value # comment" taken apart. */
typedef struct {
  DpSlice key;
  char delimiter;   /* '=' or ':' */
  DpSlice value;    /* without the inline comment */
  DpSlice raw_value; /* with it */
} DpLineProperty;

/** What is between the brackets of a header. */
typedef struct {
  DpSlice type;     /* "profile", "services", ...; empty when there is none */
  DpSlice name;     /* without quotes */
  gboolean padded;  /* "[ name ]": not every reader takes the spaces away */
  DpSlice rest;     /* what follows the bracket, up to and with the line end */
} DpLineHeader;

DpSlice    dp_slice_trim         (DpSlice           slice);
gboolean   dp_slice_equal        (DpSlice           slice,
                                  const char       *text);
gboolean   dp_slice_equal_case   (DpSlice           slice,
                                  const char       *text);
gboolean   dp_slice_equal_slice  (DpSlice           slice,
                                  DpSlice           other);
gboolean   dp_slice_has_prefix   (DpSlice           slice,
                                  const char       *prefix);
guint32    dp_slice_hash_case    (DpSlice           slice);
char      *dp_slice_dup          (DpSlice           slice);

DpLineKind dp_line_classify      (DpSlice           line,
                                  gssize           *property_indent,
                                  DpSlice          *name);
size_t     dp_line_get_indent    (DpSlice           line);
gboolean   dp_line_parse_key     (DpSlice           line,
                                  DpSlice          *key);
gboolean   dp_line_is_of_key     (DpSlice           line,
                                  const char       *key);
gboolean   dp_line_parse_property (DpSlice          line,
                                  DpLineProperty   *property);
gboolean   dp_line_parse_header  (DpSlice           line,
                                  DpProfileFileKind kind,
                                  DpLineHeader     *header);
void       dp_line_split_header  (DpSlice           content,
                                  DpProfileFileKind kind,
                                  DpLineHeader     *header);
gboolean   dp_line_header_has_clear_rest (const DpLineHeader *header);
gboolean   dp_line_header_is_profile (const DpLineHeader *header,
                                  DpProfileFileKind kind,
                                  const char       *profile);

G_END_DECLS
