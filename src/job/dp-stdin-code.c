/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-stdin-code.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "dp-mfa-code.h"
#include "dp-profiles-error.h"
#include "dp-report.h"

/* Longer than any secret access key. */
#define LINE_MAX_BYTES 1024

struct _DpStdinCode {
  GObject parent_instance;
};

static void dp_stdin_code_asker_init (DpAskerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DpStdinCode, dp_stdin_code, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (DP_TYPE_ASKER, dp_stdin_code_asker_init))

static gboolean
wait_for_input (GCancellable *cancellable,
                GError **error)
{
  struct pollfd fds[] = {
    { .fd = STDIN_FILENO, .events = POLLIN },
    { .fd = g_cancellable_get_fd (cancellable), .events = POLLIN },
  };

  while (poll (fds, G_N_ELEMENTS (fds), -1) < 0 && errno == EINTR)
    ;
  g_cancellable_release_fd (cancellable);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/**
 * Reads one line from standard input, and not a byte more: the rest is for
 * whoever reads it next. Returns an owned string without the line end and the
 * blanks around it, to be wiped; an error when there is none.
 */
char *
dp_stdin_code_read_line (GCancellable *cancellable,
                         GError **error)
{
  char line[LINE_MAX_BYTES] = { 0 };
  size_t length = 0;

  while (length < sizeof line - 1) {
    if (!wait_for_input (cancellable, error))
      return NULL;
    ssize_t count = read (STDIN_FILENO, line + length, 1);
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0 || line[length] == '\n')
      break;
    length++;
  }
  line[length] = '\0';
  g_strstrip (line);
  if (*line == '\0') {
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_INVALID, _("Standard input holds no line to read"));
    return NULL;
  }

  char *copy = g_strdup (line);
  explicit_bzero (line, sizeof line);
  return copy;
}

static char *
ask_code (DpAsker *asker,
          const DpCodeQuestion *question,
          GCancellable *cancellable,
          GError **error)
{
  g_autofree char *line = dp_stdin_code_read_line (cancellable, error);
  if (line == NULL)
    return NULL;

  char *code = dp_mfa_code_normalize (line);
  explicit_bzero (line, strlen (line));
  if (code == NULL)
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_INVALID, _("The line on standard input is not an MFA code, which has six digits"));
  return code;
}

static void
tell (DpAsker *asker,
      const char *sentence)
{
  dp_report_note ("%s", sentence);
}

static void
dp_stdin_code_asker_init (DpAskerInterface *iface)
{
  iface->ask_code = ask_code;
  iface->tell = tell;
}

static void
dp_stdin_code_class_init (DpStdinCodeClass *klass)
{
}

static void
dp_stdin_code_init (DpStdinCode *self)
{
}

/** Owned. */
DpAsker *
dp_stdin_code_new (void)
{
  return g_object_new (DP_TYPE_STDIN_CODE, NULL);
}
