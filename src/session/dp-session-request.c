/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-session-request.h"

#include <glib/gi18n.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "dp-access-key.h"
#include "dp-aws-error.h"
#include "dp-mfa-code.h"
#include "dp-mfa-process.h"
#include "dp-preflight.h"
#include "dp-session-error.h"
#include "dp-sts.h"

/* A clock that is this wrong is worth a word; less is nobody's business. */
#define CLOCK_TOLERANCE_SECONDS 60

/** The state of one request: what the person is told while being asked. */
typedef struct {
  const DpSessionRequest *request;
  DpPreflight *preflight; /* (nullable): only for a person */
  gboolean preflight_told;
  int epoll; /* what can interrupt the question */
} Conversation;

static void
tell_clock (Conversation *self)
{
  gint64 offset = dp_aws_client_get_clock_offset (self->request->client);
  gint64 minutes = (ABS (offset) + 30) / 60;

  if (ABS (offset) < CLOCK_TOLERANCE_SECONDS)
    return;
  dp_asker_tell (self->request->asker,
                 offset > 0 ? ngettext ("This computer’s clock is %d minute slow. The request was signed with AWS’s time",
                                        "This computer’s clock is %d minutes slow. The request was signed with AWS’s time", (int) minutes)
                            : ngettext ("This computer’s clock is %d minute fast. The request was signed with AWS’s time",
                                        "This computer’s clock is %d minutes fast. The request was signed with AWS’s time", (int) minutes),
                 (int) minutes);
}

static gboolean
tell_preflight (Conversation *self,
                char **note,
                GError **error)
{
  if (!dp_preflight_finish (self->preflight, error))
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
    } else if (dp_session_watch_arrived (self->request->watch)) {
      g_set_error_literal (error, DP_SESSION_ERROR, DP_SESSION_ERROR_SUPERSEDED, "A new session has arrived");
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
  gint64 now = g_get_real_time () / G_USEC_PER_SEC + dp_aws_client_get_clock_offset (request->client);
  DpCodeQuestion question = {
    .account = request->account,
    .refusal = refusal,
    .next_code_at = refusal != NULL ? dp_mfa_code_next_at (now) : 0,
    .wake_fd = -1,
  };

  if (!dp_asker_is_person (request->asker))
    return dp_asker_ask_code (request->asker, &question, cancellable, error);

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

  if (self->preflight != NULL && !dp_preflight_finish (self->preflight, error))
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
                 GError **refusal)
{
  const DpSessionRequest *request = self->request;
  g_autofree char *code = dp_mfa_process_run (request->account->mfa_process, cancellable, refusal);

  return code != NULL ? send_code (self, code, cancellable, refusal) : NULL;
}

static gboolean
is_worth_asking (Conversation *self,
                 const GError *failure)
{
  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED) || !dp_asker_has_code (self->request->asker))
    return FALSE;

  /* AWS's other answers will not change by another code. */
  return failure->domain != DP_AWS_ERROR || g_error_matches (failure, DP_AWS_ERROR, DP_AWS_ERROR_MFA_CODE);
}

static DpSession *
converse (Conversation *self,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (GError) refusal = NULL;

  if (self->request->account->mfa_process != NULL) {
    DpSession *session = try_mfa_process (self, cancellable, &refusal);
    if (session != NULL)
      return session;
    if (!is_worth_asking (self, refusal)) {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return NULL;
    }
  }
  if (dp_asker_is_person (self->request->asker))
    self->preflight = dp_preflight_start (self->request->client, self->request->keys, cancellable);

  for (;;) {
    g_autofree char *code = ask (self, refusal, cancellable, error);
    if (code == NULL)
      return NULL;
    g_clear_error (&refusal);
    DpSession *session = send_code (self, code, cancellable, &refusal);
    if (session != NULL) {
      if (!self->preflight_told)
        tell_clock (self);
      return session;
    }
    if (!dp_asker_is_person (self->request->asker) || !g_error_matches (refusal, DP_AWS_ERROR, DP_AWS_ERROR_MFA_CODE)) {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return NULL;
    }
  }
}

/**
 * Asks for codes until AWS gives a session for one. A code that was given
 * beforehand has one try and costs one call. Returns an owned session; nothing
 * is written. DP_SESSION_ERROR_SUPERSEDED when the watch saw one arrive.
 */
DpSession *
dp_session_request_run (const DpSessionRequest *self,
                        GCancellable *cancellable,
                        GError **error)
{
  Conversation conversation = { .request = self };

  if (self->account->mfa_serial == NULL) {
    g_set_error (error, DP_SESSION_ERROR, DP_SESSION_ERROR_MFA,
                 _("No MFA device is noted for “%s”. “daypass add %s” finds it"), self->account->profile, self->account->profile);
    return NULL;
  }

  DpSession *session = converse (&conversation, cancellable, error);
  g_clear_pointer (&conversation.preflight, dp_preflight_free);
  return session;
}
