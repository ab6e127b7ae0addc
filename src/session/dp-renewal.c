/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-renewal.h"

#include <glib/gi18n.h>

#include "dp-account.h"
#include "dp-aws-error.h"
#include "dp-boot-time.h"
#include "dp-file-editor.h"
#include "dp-keyring-error.h"
#include "dp-profile-endpoint.h"
#include "dp-profiles-error.h"
#include "dp-session-error.h"
#include "dp-session-request.h"
#include "dp-session-watch.h"
#include "dp-shared-files.h"

/* A session that was got for us is taken even if this clock says it is over. */
#define IN_ANY_CASE G_MININT

/* An SDK repeats a failed credential_process for every request. */
#define CANCEL_HOLDS_SECONDS 60

/** The files and the account as they are at one moment of the renewal. */
typedef struct {
  DpSharedFiles *files;
  DpAccount *account;
} Scene;

static void
scene_clear (Scene *self)
{
  g_clear_pointer (&self->files, dp_shared_files_free);
  g_clear_pointer (&self->account, dp_account_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scene, scene_clear)

static gboolean
scene_load (Scene *self,
            const char *profile,
            GError **error)
{
  scene_clear (self);
  self->files = dp_shared_files_load (error);
  if (self->files == NULL)
    return FALSE;
  self->account = dp_account_read (self->files->config, profile, error);
  return self->account != NULL;
}

/* The session in the file, if it has @min_seconds left. Owned. */
static DpSession *
find_session (Scene *self,
              int min_seconds)
{
  g_autoptr (DpSession) session = dp_session_read (self->files->credentials, self->account);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  if (session == NULL || min_seconds == DP_RENEWAL_ALWAYS || session->expires_at - now < min_seconds)
    return NULL;
  return g_steal_pointer (&session);
}

/* Everything that would make a code useless is found before one is asked for. */
static gboolean
check_target (Scene *self,
              GError **error)
{
  const DpPlaces *places = self->files->places;

  return dp_profile_file_check (self->files->credentials, places->credentials, error)
         && dp_account_check_free (self->files->config, self->files->credentials, self->account->profile, error)
         && dp_file_editor_check_writable (places->credentials, error);
}

typedef struct {
  const DpSession *session;
  const DpAccount *account;
} Write;

static gboolean
write_session_cb (DpProfileFile *file,
                  gpointer data,
                  GError **error)
{
  const Write *write = data;

  return dp_session_write (write->session, write->account, file, error);
}

/* A session is of little use to the tools that stumble over the other file. */
static void
tell_unreadable_config (const DpRenewal *self,
                        const Scene *scene)
{
  g_autoptr (GError) problem = NULL;

  if (!dp_profile_file_check (scene->files->config, scene->files->places->config, &problem))
    dp_asker_tell (self->asker, "%s", problem->message);
}

static void
tell_bad_duration (const DpRenewal *self,
                   const DpAccount *account)
{
  if (account->bad_duration != NULL)
    dp_asker_tell (self->asker, _("AWS does not take “%s”, the x_daypass_duration_seconds of “%s”. “daypass doctor” tells what to do"), account->bad_duration, account->profile);
}

/* It may have been removed while AWS was asked. */
static gboolean
check_account (const Scene *scene,
               GError **error)
{
  g_autoptr (DpProfileFile) config = dp_profile_file_load (DP_PROFILE_FILE_CONFIG, scene->files->places->config, error);
  g_autoptr (DpAccount) account = config != NULL ? dp_account_read (config, scene->account->profile, error) : NULL;

  return account != NULL;
}

static DpSession *
get_session (const DpRenewal *self,
             Scene *scene,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GPtrArray) keys = dp_keyring_lookup (self->profile, self->keyring_prompt, cancellable, error);
  if (keys == NULL)
    return NULL;

  g_autoptr (DpEndpointConfig) config = dp_profile_endpoint_config (scene->files, self->profile, scene->account->region);
  g_autoptr (DpAwsClient) client = dp_aws_client_new (config);
  /* Nobody else can be quicker than a code that is there already, and the kernel
   * takes up to 40 ms to give a watch up. */
  g_autoptr (DpSessionWatch) watch = dp_asker_is_person (self->asker) ? dp_session_watch_new (scene->files, scene->account) : NULL;
  const DpSessionRequest request = {
    .account = scene->account,
    .keys = keys,
    .client = client,
    .asker = self->asker,
    .watch = watch,
  };
  g_autoptr (DpSession) session = dp_session_request_run (&request, cancellable, error);
  if (session == NULL || !check_account (scene, error))
    return NULL;

  Write write = { .session = session, .account = scene->account };
  if (!dp_file_editor_edit (scene->files->places->credentials, DP_PROFILE_FILE_CREDENTIALS, write_session_cb, &write, error))
    return NULL;
  tell_unreadable_config (self, scene);
  tell_bad_duration (self, scene->account);
  return g_steal_pointer (&session);
}

/* Somebody else does it all, under our lock and in the same files. */
static DpSession *
have_renewed (const DpRenewal *self,
              DpRenewalLock *lock,
              Scene *scene,
              GCancellable *cancellable,
              GError **error)
{
  if (!dp_asker_renew (self->asker, self->profile, dp_renewal_lock_get_fd (lock), cancellable, error) || !scene_load (scene, self->profile, error))
    return NULL;

  DpSession *session = find_session (scene, IN_ANY_CASE);
  if (session == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                 _("The new session of “%s” is not in the credentials file any more. Renew it again"), self->profile);
  return session;
}

static gboolean
is_persons_no (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT)
         || g_error_matches (error, DP_KEYRING_ERROR, DP_KEYRING_ERROR_DISMISSED);
}

/* The waiters share what the person, AWS or the disk has decided. What only this
 * process ran into, a locked keyring or nobody to ask, they may do better. */
static gboolean
is_settled (const DpRenewal *self,
            const GError *error)
{
  if (error == NULL || error->domain == DP_AWS_ERROR)
    return TRUE;
  if (error->domain == DP_PROFILES_ERROR)
    return error->code != DP_PROFILES_ERROR_INVALID && error->code != DP_PROFILES_ERROR_UNKNOWN_PROFILE;
  return is_persons_no (error) && !(self->is_ending != NULL && self->is_ending ());
}

static gboolean
was_cancelled_lately (DpRenewalLock *lock,
                      GError **error)
{
  g_autoptr (GError) outcome = NULL;
  gint64 since = dp_boot_time_now () - CANCEL_HOLDS_SECONDS * G_USEC_PER_SEC;

  if (!dp_renewal_lock_get_outcome (lock, since, &outcome) || outcome == NULL || !is_persons_no (outcome))
    return FALSE;
  g_propagate_error (error, g_steal_pointer (&outcome));
  return TRUE;
}

static gboolean
can_ask_person (const DpRenewal *self)
{
  return dp_asker_is_person (self->asker) || dp_asker_does_renewals (self->asker);
}

/* A code that is there already would be over before the person answers whom
 * another process asks. */
static gboolean
has_code_at_hand (const DpRenewal *self,
                  const DpAccount *account)
{
  return !can_ask_person (self) && (account->mfa_process != NULL || dp_asker_has_code (self->asker));
}

/* TRUE without the lock too, for who does not wait. */
static gboolean
take_lock (const DpRenewal *self,
           DpRenewalLock *lock,
           const DpAccount *account,
           GCancellable *cancellable,
           GError **error)
{
  if (self->lock_fd > 0)
    dp_renewal_lock_adopt (lock, self->lock_fd);
  else if (self->never_waits)
    dp_renewal_lock_try_acquire (lock);
  else
    return dp_renewal_lock_acquire (lock, has_code_at_hand (self, account), self->waiting, NULL, cancellable, error);
  return TRUE;
}

/* Under the lock: take what another asker left behind, else ask. */
static DpSession *
ask_or_share (const DpRenewal *self,
              DpRenewalLock *lock,
              Scene *scene,
              gint64 since,
              int min_seconds,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (GError) outcome = NULL;
  gboolean shared = dp_renewal_lock_get_outcome (lock, since, &outcome);

  if (outcome != NULL) {
    g_propagate_error (error, g_steal_pointer (&outcome));
    return NULL;
  }
  if (!scene_load (scene, self->profile, error))
    return NULL;
  g_autoptr (DpSession) present = find_session (scene, shared ? IN_ANY_CASE : min_seconds);
  if (present != NULL)
    return g_steal_pointer (&present);

  if (dp_renewal_lock_is_taken (lock))
    dp_renewal_lock_begin (lock, can_ask_person (self) && scene->account->mfa_process == NULL);
  g_autoptr (GError) failure = NULL;
  DpSession *session = dp_asker_does_renewals (self->asker) ? have_renewed (self, lock, scene, cancellable, &failure)
                                                            : get_session (self, scene, cancellable, &failure);
  if (dp_renewal_lock_is_taken (lock))
    dp_renewal_lock_release (lock, is_settled (self, failure), failure);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return session;
}

/**
 * Makes sure that the account has a session with enough left, asking for a code
 * if need be: one question and one call to AWS however many processes want it
 * at once. Returns the session as it stands in the credentials file, owned.
 * On failure the files are as they were.
 */
DpSession *
dp_renewal_run (const DpRenewal *self,
                GCancellable *cancellable,
                GError **error)
{
  g_auto (Scene) scene = { 0 };
  gint64 since = self->since != 0 ? self->since : dp_boot_time_now ();

  if (!scene_load (&scene, self->profile, error))
    return NULL;
  g_autoptr (DpSession) present = find_session (&scene, self->min_seconds);
  if (present != NULL)
    return g_steal_pointer (&present);
  if (!check_target (&scene, error))
    return NULL;

  g_autoptr (DpRenewalLock) lock = dp_renewal_lock_new (self->profile, scene.files->places->credentials, error);
  if (lock == NULL || (self->lease && was_cancelled_lately (lock, error)))
    return NULL;
  gboolean has_code = dp_asker_has_code (self->asker) || scene.account->mfa_process != NULL;
  if (!has_code && (self->fails_at_once || !dp_renewal_lock_is_held_by_other (lock))) {
    dp_asker_set_nobody (error);
    return NULL;
  }

  for (int min_seconds = self->min_seconds;; min_seconds = DP_RENEWAL_IF_EXPIRED) {
    g_autoptr (GError) failure = NULL;
    if (!take_lock (self, lock, scene.account, cancellable, error))
      return NULL;
    DpSession *session = ask_or_share (self, lock, &scene, since, min_seconds, cancellable, &failure);
    if (session != NULL)
      return session;
    if (!g_error_matches (failure, DP_SESSION_ERROR, DP_SESSION_ERROR_SUPERSEDED)) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  }
}
