/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-account-model.h"

/* A session that ended longer ago does not outshine an active one: half a day,
 * so that an account which is not used today is forgotten overnight. */
#define RECENT_SECONDS (12 * 3600)

static int
count_eighths (const DpTrayAccount *account, gint64 now)
{
  gint64 left = account->expires_at - now;
  gint64 whole = MAX (account->duration_seconds, 1);

  return (int) CLAMP ((left * 8 + whole - 1) / whole, 1, 8);
}

/* The smaller, the more the person should know of it. */
static int
get_rank (const DpTrayAccount *account, gint64 now)
{
  switch (dp_tray_account_get_state (account, now)) {
    case DP_SESSION_ENDING:
      return 0;
    case DP_SESSION_EXPIRED:
      return now - account->expires_at < RECENT_SECONDS ? 1 : 3;
    case DP_SESSION_ACTIVE:
      return 2;
    case DP_SESSION_NONE:
      return 4;
  }
  g_return_val_if_reached (4);
}

static gboolean
is_more_urgent (const DpTrayAccount *a, const DpTrayAccount *b, gint64 now)
{
  int rank_a = get_rank (a, now);
  int rank_b = get_rank (b, now);
  if (rank_a != rank_b)
    return rank_a < rank_b;

  /* Of two that end, the earlier; of two that have ended, the later. */
  gboolean over = now >= a->expires_at;
  return over ? a->expires_at > b->expires_at : a->expires_at < b->expires_at;
}

/** The account (element-type DpTrayAccount) that a single icon should show. */
DpAccountSummary
dp_account_model_summarize (GPtrArray *accounts, gint64 now)
{
  DpAccountSummary summary = { NULL, DP_SESSION_NONE, 0 };

  for (guint i = 0; i < accounts->len; i++) {
    const DpTrayAccount *account = accounts->pdata[i];
    if (summary.account == NULL || is_more_urgent (account, summary.account, now))
      summary.account = account;
  }
  if (summary.account != NULL)
    summary.state = dp_tray_account_get_state (summary.account, now);
  if (summary.state == DP_SESSION_ACTIVE)
    summary.eighths = count_eighths (summary.account, now);
  return summary;
}

/** The account without a session or with one that ends, if it is the only one:
 * then a click can only mean that. Borrowed, or NULL. */
const DpTrayAccount *
dp_account_model_find_needy (GPtrArray *accounts, gint64 now)
{
  const DpTrayAccount *needy = NULL;

  for (guint i = 0; i < accounts->len; i++) {
    if (dp_tray_account_get_state (accounts->pdata[i], now) == DP_SESSION_ACTIVE)
      continue;
    if (needy != NULL)
      return NULL;
    needy = accounts->pdata[i];
  }
  return needy;
}

/** Unix time of the next moment at which another state or another icon shows;
 * G_MAXINT64 when there is none. */
gint64
dp_account_model_next_change (GPtrArray *accounts, gint64 now)
{
  gint64 next = G_MAXINT64;

  for (guint i = 0; i < accounts->len; i++) {
    const DpTrayAccount *account = accounts->pdata[i];
    if (!account->has_session || now >= account->expires_at)
      continue;
    gint64 moments[] = {
      account->expires_at - (gint64) (count_eighths (account, now) - 1) * account->duration_seconds / 8,
      account->expires_at - dp_session_get_grace (account->duration_seconds) + 1,
      account->expires_at,
    };
    for (size_t j = 0; j < G_N_ELEMENTS (moments); j++) {
      if (moments[j] > now)
        next = MIN (next, moments[j]);
    }
  }
  return next;
}
