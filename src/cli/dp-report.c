/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-report.h"

#include <glib/gi18n.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "dp-sentence.h"

static gboolean survives_broken_pipe;

static gboolean
is_ignored (int number)
{
  struct sigaction action;

  return sigaction (number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

/**
 * Sees to it that stdout carries the result alone. Occupies the standard streams
 * that the caller has closed, in a direction that fails: the next file that is
 * opened would get their number, and the result would be written into it. The
 * command that "exec" becomes finds them closed again. To be called first of all.
 */
void
dp_report_guard_streams (void)
{
  survives_broken_pipe = is_ignored (SIGPIPE);
  g_log_writer_default_set_use_stderr (TRUE);
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
    if (fcntl (fd, F_GETFD) < 0 && errno == EBADF)
      open ("/dev/null", (fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) | O_CLOEXEC);
  }
}

/** Whether what goes to @fd may be coloured: a terminal that can, and no NO_COLOR
 * (https://no-color.org: any value that is not empty). */
gboolean
dp_report_use_colour (int fd)
{
  const char *no_color = g_getenv ("NO_COLOR");
  const char *term = g_getenv ("TERM");

  if (term == NULL || g_str_equal (term, "dumb") || (no_color != NULL && *no_color != '\0'))
    return FALSE;
  return isatty (fd);
}

static void
print_sentence (const char *sentence,
                const char *colour)
{
  gboolean coloured = dp_report_use_colour (STDERR_FILENO);
  g_autofree char *text = dp_sentence_end (sentence);

  fprintf (stderr, "%s%s:%s %s%s", coloured ? colour : "", GETTEXT_PACKAGE, coloured ? "\033[0m" : "",
           text, g_str_has_suffix (text, "\n") ? "" : "\n");
}

/** Tells the person on stderr what went wrong: "daypass: Sentence." */
void
dp_report_error (const GError *error)
{
  print_sentence (error->message, "\033[1;31m");
}

/** Tells the person on stderr something that is not an error. */
void
dp_report_note (const char *format,
                ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *sentence = g_strdup_vprintf (format, args);
  va_end (args);

  print_sentence (sentence, "\033[1m");
}

/* As every command ends whose reader went away, "daypass doctor | head -1": GIO
 * ignores the signal where it made a socket, and only there. */
static void
end_by_broken_pipe (void)
{
  signal (SIGPIPE, SIG_DFL);
  raise (SIGPIPE);
}

/**
 * Writes the result to stdout, whole or not at all as far as a pipe allows.
 * A reader that went away or a full disk is an error: scripts must not take
 * half a result for a whole one.
 */
gboolean
dp_report_result (const char *text,
                  GError **error)
{
  size_t left = strlen (text);

  while (left > 0) {
    ssize_t written = write (STDOUT_FILENO, text, left);
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0) {
      if (errno == EPIPE && !survives_broken_pipe)
        end_by_broken_pipe ();
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                   _("The result could not be written: %s"), g_strerror (errno));
      return FALSE;
    }
    text += written;
    left -= written;
  }
  return TRUE;
}
