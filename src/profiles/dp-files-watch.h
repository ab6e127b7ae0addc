/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Tells when one of some files has changed, come or gone, wherever links lead
 * to it and whether its folder is there yet or not. Costs nothing while nothing
 * happens. */
typedef struct _DpFilesWatch DpFilesWatch;

typedef void (*DpFilesWatchFunc) (gpointer data);

DpFilesWatch *dp_files_watch_new  (const char *const *paths,
                                   DpFilesWatchFunc   changed,
                                   gpointer           data);
void          dp_files_watch_free (DpFilesWatch      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpFilesWatch, dp_files_watch_free)

G_END_DECLS
