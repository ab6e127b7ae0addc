/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-asker.h"

#include <glib/gi18n.h>

#include "dp-session-error.h"

G_DEFINE_INTERFACE (DpAsker, dp_asker, G_TYPE_OBJECT)

static void
dp_asker_default_init (DpAskerInterface *iface)
{
}

/** Sets DP_SESSION_ERROR_NOBODY with its usual sentence. */
void
dp_asker_set_nobody (GError **error)
{
  g_set_error (error, DP_SESSION_ERROR, DP_SESSION_ERROR_NOBODY,
               _("There is nobody to ask"));
}

/** TRUE when a person answers, who can be asked again and told things. */
gboolean
dp_asker_is_person (DpAsker *self)
{
  return DP_ASKER_GET_IFACE (self)->is_person;
}

/** FALSE when asking for a code is bound to fail with DP_SESSION_ERROR_NOBODY. */
gboolean
dp_asker_has_code (DpAsker *self)
{
  return DP_ASKER_GET_IFACE (self)->ask_code != NULL || dp_asker_does_renewals (self);
}

/** TRUE when dp_asker_renew() is to be called instead of asking for a code. */
gboolean
dp_asker_does_renewals (DpAsker *self)
{
  return DP_ASKER_GET_IFACE (self)->renew != NULL;
}

/** Has the renewal done under the lock of @lock_fd, which stays the caller's. */
gboolean
dp_asker_renew (DpAsker *self,
                const char *profile,
                int lock_fd,
                GCancellable *cancellable,
                GError **error)
{
  g_return_val_if_fail (dp_asker_does_renewals (self), FALSE);
  return DP_ASKER_GET_IFACE (self)->renew (self, profile, lock_fd, cancellable, error);
}

/** Asks for an MFA code. Returns six ASCII digits, owned. */
char *
dp_asker_ask_code (DpAsker *self,
                   const DpCodeQuestion *question,
                   GCancellable *cancellable,
                   GError **error)
{
  if (DP_ASKER_GET_IFACE (self)->ask_code != NULL)
    return DP_ASKER_GET_IFACE (self)->ask_code (self, question, cancellable, error);

  dp_asker_set_nobody (error);
  return NULL;
}

/** Asks for a line of text, with an answer that Enter takes in @suggestion
 * (nullable). Returns an owned string that is not empty. */
char *
dp_asker_ask_text (DpAsker *self,
                   const char *question,
                   const char *suggestion,
                   GCancellable *cancellable,
                   GError **error)
{
  if (DP_ASKER_GET_IFACE (self)->ask_text != NULL)
    return DP_ASKER_GET_IFACE (self)->ask_text (self, question, suggestion, cancellable, error);

  dp_asker_set_nobody (error);
  return NULL;
}

/* Until the answer is the number of an option. */
static char *
ask_for_number (DpAsker *self,
                const char *question,
                const char *const *options,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (GString) text = g_string_new (question);

  g_string_append_c (text, '\n');
  for (guint i = 0; options[i] != NULL; i++)
    g_string_append_printf (text, "  %u  %s\n", i + 1, options[i]);
  g_string_append (text, _("Number of the one that you use"));
  for (;;) {
    g_autofree char *answer = dp_asker_ask_text (self, text->str, "1", cancellable, error);
    if (answer == NULL)
      return NULL;
    guint64 number = g_ascii_strtoull (answer, NULL, 10);
    if (number >= 1 && number <= g_strv_length ((GStrv) options))
      return g_strdup (options[number - 1]);
  }
}

/** Lets the person choose one of @options (NULL-terminated, not empty). Returns
 * it, owned. */
char *
dp_asker_choose (DpAsker *self,
                 const char *question,
                 const char *const *options,
                 GCancellable *cancellable,
                 GError **error)
{
  if (DP_ASKER_GET_IFACE (self)->choose != NULL)
    return DP_ASKER_GET_IFACE (self)->choose (self, question, options, cancellable, error);
  return ask_for_number (self, question, options, cancellable, error);
}

/** Asks for a line that is not shown. Returns an owned string to be wiped. */
char *
dp_asker_ask_secret (DpAsker *self,
                     const char *question,
                     GCancellable *cancellable,
                     GError **error)
{
  if (DP_ASKER_GET_IFACE (self)->ask_secret != NULL)
    return DP_ASKER_GET_IFACE (self)->ask_secret (self, question, cancellable, error);

  dp_asker_set_nobody (error);
  return NULL;
}

/** Asks a question of yes or no; plain Enter is no. */
gboolean
dp_asker_confirm (DpAsker *self,
                  const char *question,
                  gboolean *yes,
                  GCancellable *cancellable,
                  GError **error)
{
  if (DP_ASKER_GET_IFACE (self)->confirm != NULL)
    return DP_ASKER_GET_IFACE (self)->confirm (self, question, yes, cancellable, error);

  dp_asker_set_nobody (error);
  return FALSE;
}

/** Tells something that needs no answer. */
void
dp_asker_tell (DpAsker *self,
               const char *format,
               ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *sentence = g_strdup_vprintf (format, args);
  va_end (args);
  if (DP_ASKER_GET_IFACE (self)->tell != NULL)
    DP_ASKER_GET_IFACE (self)->tell (self, sentence);
}
