/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dp-interrupt.h"
#include "dp-mfa-code.h"
#include "dp-report.h"
#include "dp-sentence.h"
#include "dp-terminal-mode.h"

#define LINE_MAX_BYTES 1024

/** One question while it stands on the screen. */
typedef struct {
  const char *text;
  gboolean hidden;
  const DpCodeQuestion *code; /* (nullable) */
} Prompt;

struct _DpTerminal {
  GObject parent_instance;

  int fd;
  gboolean dumb;          /* cannot write a line anew */
  const Prompt *standing; /* (unowned) (nullable): what is being asked */
};

static void dp_terminal_asker_init (DpAskerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DpTerminal, dp_terminal, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (DP_TYPE_ASKER, dp_terminal_asker_init))

static void
print (DpTerminal *self,
       const char *text)
{
  size_t left = strlen (text);

  while (left > 0) {
    ssize_t written = write (self->fd, text, left);
    if (written < 0 && errno != EINTR)
      return;
    if (written > 0) {
      text += written;
      left -= written;
    }
  }
}

static int
seconds_to_next_code (const Prompt *prompt)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  return prompt->code != NULL && prompt->code->next_code_at > now ? (int) (prompt->code->next_code_at - now) : 0;
}

/* On one line that is written anew while the seconds to the next code count down. */
static void
draw (DpTerminal *self)
{
  const Prompt *prompt = self->standing;
  int seconds = seconds_to_next_code (prompt);

  if (!self->dumb)
    print (self, "\r\033[K");
  if (seconds > 0) {
    /* Translators: stands before the question for the MFA code. */
    g_autofree char *wait = g_strdup_printf (_("(next code in %d s) "), seconds);
    print (self, wait);
  }
  print (self, prompt->text);
}

/* Makes room for a sentence where a question stands. */
static void
clear (DpTerminal *self)
{
  if (self->standing != NULL)
    print (self, self->dumb ? "\n" : "\r\033[K");
}

/* What belongs to the question stands beside it: stderr may be an SDK's. */
static void
say (DpTerminal *self,
     const char *sentence)
{
  g_autofree char *whole = dp_sentence_end (sentence);

  clear (self);
  print (self, whole);
  print (self, "\n");
}

/* FALSE with @error when the question is over. */
static gboolean
handle_wake (DpTerminal *self,
             GError **error)
{
  const DpCodeQuestion *code = self->standing->code;
  g_autofree char *note = NULL;

  if (!code->check (code->check_data, &note, error)) {
    clear (self);
    return FALSE;
  }
  if (note != NULL) {
    say (self, note);
    draw (self);
  }
  return TRUE;
}

static gboolean
wait_for_line (DpTerminal *self,
               GCancellable *cancellable,
               GError **error)
{
  const Prompt *prompt = self->standing;
  int wake_fd = prompt->code != NULL ? prompt->code->wake_fd : -1;

  for (;;) {
    int seconds = self->dumb ? 0 : seconds_to_next_code (prompt);
    struct pollfd fds[] = {
      { .fd = self->fd, .events = POLLIN },
      { .fd = g_cancellable_get_fd (cancellable), .events = POLLIN },
      { .fd = wake_fd, .events = POLLIN },
    };
    poll (fds, G_N_ELEMENTS (fds), seconds > 0 ? 1000 : -1);
    g_cancellable_release_fd (cancellable);
    if (g_cancellable_is_cancelled (cancellable)) {
      print (self, "\n");
      dp_interrupt_set_error (error);
      return FALSE;
    }
    if (wake_fd >= 0 && fds[2].revents != 0 && !handle_wake (self, error))
      return FALSE;
    if (fds[0].revents != 0)
      return TRUE;
    if (dp_terminal_mode_was_resumed () || (seconds > 0 && seconds_to_next_code (prompt) != seconds))
      draw (self);
  }
}

static void
set_cancelled (GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled; nothing was changed"));
}

/* An owned line, to be wiped; "" for an empty one; NULL with @error when
 * cancelled or at the end of input (Ctrl-D). */
static char *
read_line (DpTerminal *self,
           const Prompt *prompt,
           GCancellable *cancellable,
           GError **error)
{
  char line[LINE_MAX_BYTES] = { 0 };
  ssize_t length = -1;

  dp_terminal_mode_enter (self->fd, prompt->hidden);
  self->standing = prompt;
  draw (self);
  if (wait_for_line (self, cancellable, error)) {
    length = read (self->fd, line, sizeof line - 1);
    if (length <= 0)
      set_cancelled (error);
    if (prompt->hidden || length <= 0)
      print (self, "\n");
  }
  self->standing = NULL;
  if (length <= 0)
    return NULL;

  g_strstrip (line);
  char *copy = g_strdup (line);
  explicit_bzero (line, sizeof line);
  return copy;
}

static char *
get_code_text (const DpAccount *account)
{
  const char *slash = strrchr (account->mfa_serial, '/');
  const char *device = slash != NULL ? slash + 1 : account->mfa_serial;

  if (account->account_id == NULL)
    /* Translators: profile, MFA device. */
    return g_strdup_printf (_("MFA code for “%s” (%s): "), account->profile, device);
  /* Translators: profile, account id, MFA device. */
  return g_strdup_printf (_("MFA code for “%s” (%s, %s): "), account->profile, account->account_id, device);
}

static char *
ask_code (DpAsker *asker,
          const DpCodeQuestion *question,
          GCancellable *cancellable,
          GError **error)
{
  g_autofree char *text = get_code_text (question->account);
  const Prompt prompt = { .text = text, .hidden = TRUE, .code = question };

  if (question->refusal != NULL)
    say (DP_TERMINAL (asker), question->refusal->message);
  for (;;) {
    g_autofree char *line = read_line (DP_TERMINAL (asker), &prompt, cancellable, error);
    if (line == NULL)
      return NULL;
    if (*line == '\0') {
      set_cancelled (error);
      return NULL;
    }
    char *code = dp_mfa_code_normalize (line);
    explicit_bzero (line, strlen (line));
    if (code != NULL)
      return code;
    say (DP_TERMINAL (asker), _("An MFA code has six digits"));
  }
}

static char *
ask_text (DpAsker *asker,
          const char *question,
          const char *suggestion,
          GCancellable *cancellable,
          GError **error)
{
  g_autofree char *text = suggestion != NULL ? g_strdup_printf ("%s [%s]: ", question, suggestion)
                                             : g_strdup_printf ("%s: ", question);
  const Prompt prompt = { .text = text };
  g_autofree char *line = read_line (DP_TERMINAL (asker), &prompt, cancellable, error);

  if (line == NULL)
    return NULL;
  if (*line != '\0')
    return g_steal_pointer (&line);
  if (suggestion == NULL)
    set_cancelled (error);
  return g_strdup (suggestion);
}

static char *
ask_secret (DpAsker *asker,
            const char *question,
            GCancellable *cancellable,
            GError **error)
{
  g_autofree char *text = g_strdup_printf ("%s: ", question);
  const Prompt prompt = { .text = text, .hidden = TRUE };
  char *line = read_line (DP_TERMINAL (asker), &prompt, cancellable, error);

  if (line != NULL && *line == '\0') {
    g_clear_pointer (&line, g_free);
    set_cancelled (error);
  }
  return line;
}

static gboolean
confirm (DpAsker *asker,
         const char *question,
         gboolean *yes,
         GCancellable *cancellable,
         GError **error)
{
  /* Translators: the letters for yes and no; those of the locale are taken, and y. */
  g_autofree char *text = g_strdup_printf (_("%s [y/N]: "), question);
  const Prompt prompt = { .text = text };
  g_autofree char *line = read_line (DP_TERMINAL (asker), &prompt, cancellable, error);

  if (line == NULL)
    return FALSE;
  *yes = rpmatch (line) == 1 || g_ascii_strcasecmp (line, "y") == 0 || g_ascii_strcasecmp (line, "yes") == 0;
  return TRUE;
}

static void
tell (DpAsker *asker,
      const char *sentence)
{
  DpTerminal *self = DP_TERMINAL (asker);

  clear (self);
  dp_report_note ("%s", sentence);
  if (self->standing != NULL)
    draw (self);
}

static void
dp_terminal_asker_init (DpAskerInterface *iface)
{
  iface->is_person = TRUE;
  iface->ask_code = ask_code;
  iface->ask_text = ask_text;
  iface->ask_secret = ask_secret;
  iface->confirm = confirm;
  iface->tell = tell;
}

static void
dp_terminal_dispose (GObject *object)
{
  DpTerminal *self = DP_TERMINAL (object);

  dp_terminal_mode_leave ();
  if (self->fd >= 0)
    close (g_steal_fd (&self->fd));
  G_OBJECT_CLASS (dp_terminal_parent_class)->dispose (object);
}

static void
dp_terminal_class_init (DpTerminalClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dp_terminal_dispose;
}

static void
dp_terminal_init (DpTerminal *self)
{
  const char *term = g_getenv ("TERM");

  self->dumb = term == NULL || g_str_equal (term, "dumb");
  self->fd = open ("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
}

/**
 * The terminal, when there is one and this process is in its foreground: a job
 * in the background that asked would be stopped, and hold everybody up. Owned;
 * NULL otherwise.
 */
DpAsker *
dp_terminal_new (void)
{
  g_autoptr (DpTerminal) self = g_object_new (DP_TYPE_TERMINAL, NULL);

  if (self->fd < 0 || tcgetpgrp (self->fd) != getpgrp ())
    return NULL;
  return DP_ASKER (g_steal_pointer (&self));
}
