/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-profile-file.h"

G_BEGIN_DECLS

/** Changes the document in place; FALSE with @error leaves the file as it is.
 * May be called again on a newer state of the file: it must not keep what it
 * read the first time. */
typedef gboolean (*DpFileEdit) (DpProfileFile *file,
                                gpointer       data,
                                GError       **error);

gboolean dp_file_editor_edit           (const char       *path,
                                        DpProfileFileKind kind,
                                        DpFileEdit        edit,
                                        gpointer          data,
                                        GError          **error);
gboolean dp_file_editor_check_writable (const char       *path,
                                        GError          **error);

G_END_DECLS
