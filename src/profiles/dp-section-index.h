/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DP_NO_SECTION G_MAXUINT32

/** The header lines of a file, found by the hash of a name; which of those that
 * it finds really have the name is the caller's to see. */
typedef struct _DpSectionIndex DpSectionIndex;

DpSectionIndex *dp_section_index_new          (void);
void            dp_section_index_free         (DpSectionIndex *self);

void            dp_section_index_append       (DpSectionIndex *self,
                                               guint           line,
                                               guint32         name_hash);
void            dp_section_index_shift        (DpSectionIndex *self,
                                               guint           line);
void            dp_section_index_remove_lines (DpSectionIndex *self,
                                               guint           first,
                                               guint           end);
guint32         dp_section_index_find         (DpSectionIndex *self,
                                               guint           line,
                                               guint32         name_hash);
gboolean        dp_section_index_may_repeat   (DpSectionIndex *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpSectionIndex, dp_section_index_free)

G_END_DECLS
