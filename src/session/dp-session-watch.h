/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gio/gio.h>

#include "dp-account.h"
#include "dp-shared-files.h"

G_BEGIN_DECLS

/** Looks out for what makes a question useless while a person is asked: a session
 * that somebody else writes, and the removal of the account. */
typedef struct _DpSessionWatch DpSessionWatch;

DpSessionWatch *dp_session_watch_new    (DpSharedFiles   *files,
                                         const DpAccount *account);
int             dp_session_watch_get_fd (DpSessionWatch  *self);
gboolean        dp_session_watch_check  (DpSessionWatch  *self,
                                         GError         **error);
void            dp_session_watch_free   (DpSessionWatch  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpSessionWatch, dp_session_watch_free)

G_END_DECLS
