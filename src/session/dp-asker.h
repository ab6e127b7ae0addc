/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gio/gio.h>

#include "dp-account.h"

G_BEGIN_DECLS

/** What there is to say when a code is asked for. Borrowed. */
typedef struct {
  const DpAccount *account;
  const GError *refusal; /* (nullable): why the code before was refused */
  gint64 next_code_at;   /* Unix time of the next code, after a refusal; else 0 */
  int wake_fd;           /* readable as soon as @check has something to say; -1 for none */

  /** Called once @wake_fd is readable: FALSE with @error when no code can help
   * (offline, a dead key); else a sentence for the person in @note or NULL. */
  gboolean (*check) (gpointer data,
                     char   **note,
                     GError **error);
  gpointer check_data;
} DpCodeQuestion;

/** Somebody who can be asked: a person at a terminal or before a dialog, or a
 * script that gave its answer beforehand. Every method blocks until it is
 * answered. Cancelled: G_IO_ERROR_CANCELLED. Methods that are left out answer
 * with DP_SESSION_ERROR_NOBODY. */
#define DP_TYPE_ASKER (dp_asker_get_type ())
G_DECLARE_INTERFACE (DpAsker, dp_asker, DP, ASKER, GObject)

struct _DpAskerInterface {
  GTypeInterface parent_interface;

  gboolean   is_person;  /* can be asked again, and told things */
  char    *(*ask_code)   (DpAsker              *self,
                          const DpCodeQuestion *question,
                          GCancellable         *cancellable,
                          GError              **error);
  char    *(*ask_text)   (DpAsker              *self,
                          const char           *question,
                          const char           *suggestion,
                          GCancellable         *cancellable,
                          GError              **error);

  /** One of several; who leaves this out is asked for its number in ask_text. */
  char    *(*choose)     (DpAsker              *self,
                          const char           *question,
                          const char *const    *options,
                          GCancellable         *cancellable,
                          GError              **error);
  char    *(*ask_secret) (DpAsker              *self,
                          const char           *question,
                          GCancellable         *cancellable,
                          GError              **error);
  gboolean (*confirm)    (DpAsker              *self,
                          const char           *question,
                          gboolean             *yes,
                          GCancellable         *cancellable,
                          GError              **error);
  void     (*tell)       (DpAsker              *self,
                          const char           *sentence);

  /** Does the whole renewal instead, in another process: it asks for the code
   * and writes the session, under the renewal lock that it inherits by @lock_fd. */
  gboolean (*renew)      (DpAsker              *self,
                          const char           *profile,
                          int                   lock_fd,
                          GCancellable         *cancellable,
                          GError              **error);
};

gboolean dp_asker_is_person  (DpAsker              *self);
gboolean dp_asker_has_code   (DpAsker              *self);
gboolean dp_asker_does_renewals (DpAsker           *self);
gboolean dp_asker_renew      (DpAsker              *self,
                              const char           *profile,
                              int                   lock_fd,
                              GCancellable         *cancellable,
                              GError              **error);
char    *dp_asker_ask_code   (DpAsker              *self,
                              const DpCodeQuestion *question,
                              GCancellable         *cancellable,
                              GError              **error);
char    *dp_asker_ask_text   (DpAsker              *self,
                              const char           *question,
                              const char           *suggestion,
                              GCancellable         *cancellable,
                              GError              **error);
char    *dp_asker_choose     (DpAsker              *self,
                              const char           *question,
                              const char *const    *options,
                              GCancellable         *cancellable,
                              GError              **error);
char    *dp_asker_ask_secret (DpAsker              *self,
                              const char           *question,
                              GCancellable         *cancellable,
                              GError              **error);
gboolean dp_asker_confirm    (DpAsker              *self,
                              const char           *question,
                              gboolean             *yes,
                              GCancellable         *cancellable,
                              GError              **error);
void     dp_asker_set_nobody (GError              **error);
void     dp_asker_tell       (DpAsker              *self,
                              const char           *format,
                              ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS
