/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-session-request.h"

#include <glib/gi18n.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "dp-access-key.h"
#include "dp-aws-error.h"
#include "dp-clock-note.h"
#include "dp-mfa-code.h"
#include "dp-mfa-process.h"
#include "dp-preflight.h"
#include "dp-session-error.h"
#include "dp-sts.h"

/** The state of one request: what the person is told while being asked. */
typedef struct {
  const DpSessionRequest *request;
  DpPreflight *preflight; /* (nullable): only for a person */
  gboolean preflight_told;
  gint64 clock_told; /* the offset that the person knows of */
  int epoll;         /* what can interrupt the question */
} Conversation;

/* Once: what proved the key may have told it before. */
static void
tell_clock (Conversation *self)
{
  gint64 offset = dp_aws_client_get_clock_offset (self->request->client);

  if (offset != self->clock_told)
    dp_clock_note_tell (self->request->client, self->request->asker);
  self->clock_told = offset;
}

/* A key of another account than the noted one would give a session that is not
 * what the person thinks. */
static gboolean
check_account (const DpAccount *account,
               const DpCallerIdentity *identity,
               GError **error)
{
  if (account->account_id == NULL || g_str_equal (account->account_id, identity->account_id))
    return TRUE;
  g_set_error (error, DP_SESSION_ERROR, DP_SESSION_ERROR_KEY,
               _("The key of “%s” belongs to account %s, and not to %s as the config file says. “daypass add %s” notes it anew"),
                  account->profile, identity->account_id, account->account_id, account->profile);
  return FALSE;
}

static gboolean
finish_preflight (Conversation *self,
                  GError **error)
{
  return dp_preflight_finish (self->preflight, error)
         && check_account (self->request->account, dp_preflight_get_identity (self->preflight), error);
}

static gboolean
tell_preflight (Conversation *self,
                char **note,
                GError **error)
{
  if (!finish_preflight (self, error))
    return FALSE;
  self->preflight_told = TRUE;
  tell_clock (self);

  DpCallerIdentity *identity = dp_preflight_get_identity (self->preflight);
  if (identity->user_name != NULL)
    *note = g_strdup_printf (_("The key belongs to “%s” in account %s"), identity->user_name, identity->account_id);
  return TRUE;
}

/* Called while the person types, as soon as there is something to say. */
static gboolean
check_cb (gpointer data,
          char **note,
          GError **error)
{
  Conversation *self = data;
  struct epoll_event events[2];
  int count = epoll_wait (self->epoll, events, G_N_ELEMENTS (events), 0);

  for (int i = 0; i < count; i++) {
    if (self->preflight != NULL && events[i].data.fd == dp_preflight_get_fd (self->preflight)) {
      if (!tell_preflight (self, note, error))
        return FALSE;
    } else if (!dp_session_watch_check (self->request->watch, error)) {
      return FALSE;
    }
  }
  return TRUE;
}

/* Edge-triggered: what was said once does not wake the question again. */
static void
watch_fd (Conversation *self,
          int fd)
{
  struct epoll_event event = { .events = EPOLLIN | EPOLLET, .data.fd = fd };

  if (fd >= 0)
    epoll_ctl (self->epoll, EPOLL_CTL_ADD, fd, &event);
}

static char *
ask (Conversation *self,
     const GError *refusal,
     GCancellable *cancellable,
     GError **error)
{
  const DpSessionRequest *request = self->request;
  gboolean refused = g_error_matches (refusal, DP_AWS_ERROR, DP_AWS_ERROR_MFA_CODE);
  DpCodeQuestion question = {
    .account = request->account,
    .refusal = refusal,
    .next_code_at = refused ? dp_mfa_code_next_at (dp_aws_client_get_time (request->client)) - dp_aws_client_get_clock_offset (request->client) : 0,
    .wake_fd = -1,
  };

  if (!dp_asker_is_person (request->asker))
    return dp_asker_ask_code (request->asker, &question, cancellable, error);
  if (request->watch != NULL && !dp_session_watch_check (request->watch, error))
    return NULL;

  self->epoll = question.wake_fd = epoll_create1 (EPOLL_CLOEXEC);
  question.check = check_cb;
  question.check_data = self;
  if (request->watch != NULL)
    watch_fd (self, dp_session_watch_get_fd (request->watch));
  if (!self->preflight_told)
    watch_fd (self, dp_preflight_get_fd (self->preflight));
  char *code = dp_asker_ask_code (request->asker, &question, cancellable, error);
  close (self->epoll);
  return code;
}

static DpSession *
take_session (DpStsCredentials *given)
{
  DpSession *session = dp_session_new ();

  session->access_key_id = g_steal_pointer (&given->access_key_id);
  session->secret_access_key = g_steal_pointer (&given->secret_access_key);
  session->session_token = g_steal_pointer (&given->session_token);
  session->expires_at = given->expires_at;
  session->duration_seconds = given->lifetime;
  return session;
}

/* Hands the code to AWS, signed by the key that it accepted before, else by
 * the newest that it knows. */
static DpSession *
send_code (Conversation *self,
           const char *code,
           GCancellable *cancellable,
           GError **error)
{
  const DpSessionRequest *request = self->request;
  g_autoptr (GError) refusal = NULL;

  if (self->preflight != NULL && !finish_preflight (self, error))
    return NULL;
  for (guint i = self->preflight != NULL ? dp_preflight_get_index (self->preflight) : 0; i < request->keys->len; i++) {
    DpAccessKey *key = request->keys->pdata[i];
    const DpCredentials credentials = {
      .access_key_id = dp_access_key_get_id (key),
      .secret_access_key = dp_access_key_get_secret (key),
    };
    g_clear_error (&refusal);
    g_autoptr (DpStsCredentials) given = dp_sts_get_session_token (request->client, &credentials, request->account->mfa_serial, code,
                                                                   request->account->duration_seconds, cancellable, &refusal);
    if (given != NULL)
      return take_session (given);
    if (!g_error_matches (refusal, DP_AWS_ERROR, DP_AWS_ERROR_ACCESS_KEY))
      break;
  }
  g_propagate_error (error, g_steal_pointer (&refusal));
  return NULL;
}

/* The profile's own source of codes; it has one try, then the person is asked. */
static DpSession *
try_mfa_process (Conversation *self,
                 GCancellable *cancellable,
                 GError **error)
{
  const DpSessionRequest *request = self->request;
  g_autoptr (GError) failure = NULL;
  g_autofree char *code = dp_mfa_process_run (request->account->mfa_process, cancellable, &failure);

  if (code != NULL) {
    DpSession *session = send_code (self, code, cancellable, error);
    explicit_bzero (code, strlen (code));
    return session;
  }
  if (dp_asker_has_code (request->asker) || g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return NULL;
  }
  dp_asker_tell (request->asker, "%s", failure->message);
  dp_asker_set_nobody (error);
  return NULL;
}

/* AWS's other answers will not change by another code. */
static gboolean
is_worth_asking (Conversation *self,
                 const GError *failure)
{
  return dp_asker_has_code (self->request->asker)
         && !g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED)
         && (failure->domain != DP_AWS_ERROR || failure->code == DP_AWS_ERROR_MFA_CODE);
}

/* One code after the other; one that was handed over has no successor. */
static DpSession *
ask_until_given (Conversation *self,
                 GError *refusal,
                 GCancellable *cancellable,
                 GError **error)
{
  gboolean is_person = dp_asker_is_person (self->request->asker);
  g_autoptr (GError) last = refusal;

  if (is_person)
    self->preflight = dp_preflight_start (self->request->client, self->request->keys, cancellable);
  for (;;) {
    g_autofree char *code = ask (self, last, cancellable, error);
    if (code == NULL)
      return NULL;
    g_clear_error (&last);
    DpSession *session = send_code (self, code, cancellable, &last);
    explicit_bzero (code, strlen (code));
    if (session != NULL)
      return session;
    if (!is_person || !g_error_matches (last, DP_AWS_ERROR, DP_AWS_ERROR_MFA_CODE)) {
      g_propagate_error (error, g_steal_pointer (&last));
      return NULL;
    }
  }
}

static DpSession *
converse (Conversation *self,
          GCancellable *cancellable,
          GError **error)
{
  DpAsker *asker = self->request->asker;
  gboolean code_given = dp_asker_has_code (asker) && !dp_asker_is_person (asker);
  g_autoptr (GError) refusal = NULL;

  if (self->request->account->mfa_process != NULL && !code_given) {
    DpSession *session = try_mfa_process (self, cancellable, &refusal);
    if (session != NULL)
      return session;
    if (!is_worth_asking (self, refusal)) {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return NULL;
    }
  }
  return ask_until_given (self, g_steal_pointer (&refusal), cancellable, error);
}

/* Who cannot be asked again is told when to come back. */
static void
tell_next_code (const DpSessionRequest *self,
                GError **error)
{
  if (dp_asker_is_person (self->asker) || !g_error_matches (*error, DP_AWS_ERROR, DP_AWS_ERROR_MFA_CODE))
    return;

  gint64 now = dp_aws_client_get_time (self->client);
  g_autoptr (GError) refusal = g_steal_pointer (error);
  /* Translators: a sentence that ends with waiting for the next code, and when that comes. */
  g_set_error (error, refusal->domain, refusal->code, _("%s (in %d s)"), refusal->message, (int) (dp_mfa_code_next_at (now) - now));
}

/**
 * Asks for codes until AWS gives a session for one. A code that was given
 * beforehand has one try and costs one call. Returns an owned session; nothing
 * is written. Ends with the watch's error when that makes a code useless.
 */
DpSession *
dp_session_request_run (const DpSessionRequest *self,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (GError) failure = NULL;
  Conversation conversation = { .request = self, .clock_told = dp_aws_client_get_clock_offset (self->client) };

  if (self->account->mfa_serial == NULL) {
    g_set_error (error, DP_SESSION_ERROR, DP_SESSION_ERROR_MFA,
                 _("No MFA device is noted for “%s”. “daypass add %s” finds it"), self->account->profile, self->account->profile);
    return NULL;
  }

  DpSession *session = converse (&conversation, cancellable, &failure);
  g_clear_pointer (&conversation.preflight, dp_preflight_free);
  if (session != NULL) {
    tell_clock (&conversation);
    return session;
  }
  tell_next_code (self, &failure);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}
