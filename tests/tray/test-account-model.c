/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-account-model.h"
#include "dp-icon.h"

#define NOW 1800000000
#define HOURS 3600
#define NO_SESSION G_MININT

/* Accounts named "a", "b", … whose sessions of eight hours end in so many seconds. */
static GPtrArray *
make_accounts (const int *ends, guint n)
{
  GPtrArray *accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_tray_account_free);

  for (guint i = 0; i < n; i++) {
    const char name[] = { (char) ('a' + i), '\0' };
    DpSession session = { .expires_at = NOW + ends[i], .duration_seconds = 8 * HOURS };
    g_ptr_array_add (accounts, dp_tray_account_new (name, ends[i] != NO_SESSION ? &session : NULL));
  }
  return accounts;
}

static void
test_icons (void)
{
  static const struct {
    int ends[3];
    guint n;
    const char *shown;
    const char *icon;
  } rows[] = {
    { { 0 }, 0, NULL, "none" },
    { { NO_SESSION }, 1, "a", "none" },
    { { 8 * HOURS }, 1, "a", "active-8" },
    { { 7 * HOURS + 1 }, 1, "a", "active-8" },
    { { 7 * HOURS }, 1, "a", "active-7" },
    { { 4 * HOURS }, 1, "a", "active-4" },
    { { 901 }, 1, "a", "active-1" },
    { { 900 }, 1, "a", "active-1" },
    { { 899 }, 1, "a", "ending" },
    { { 0 }, 1, "a", "expired" },
    { { -100 * HOURS }, 1, "a", "expired" },
    /* A clock that went back shows no more than a whole session. */
    { { 20 * HOURS }, 1, "a", "active-8" },
    /* Of several the most urgent. */
    { { 5 * HOURS, 2 * HOURS, NO_SESSION }, 3, "b", "active-2" },
    { { 5 * HOURS, 600, 300 }, 3, "c", "ending" },
    { { 600, -60, 5 * HOURS }, 3, "a", "ending" },
    { { -60, 5 * HOURS, -30 }, 3, "c", "expired" },
    { { -20 * HOURS, 5 * HOURS, NO_SESSION }, 3, "b", "active-5" },
    { { NO_SESSION, -20 * HOURS, -30 * HOURS }, 3, "b", "expired" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) accounts = make_accounts (rows[i].ends, rows[i].n);
    DpAccountSummary summary = dp_account_model_summarize (accounts, NOW);
    g_autofree char *icon = dp_icon_get_name (&summary, DP_ICON_STYLE_COLOURED, NULL);
    g_autofree char *expected = g_strconcat (APP_ID "-", rows[i].icon, NULL);
    g_test_message ("row %zu: %s", i, rows[i].icon);
    g_assert_cmpstr (icon, ==, expected);
    g_assert_cmpstr (summary.account != NULL ? summary.account->profile : NULL, ==, rows[i].shown);
  }
}

static void
test_styles (void)
{
  static const struct {
    DpIconStyle style;
    const char *desktop;
    gboolean symbolic;
  } rows[] = {
    { DP_ICON_STYLE_AUTO, NULL, TRUE },
    { DP_ICON_STYLE_AUTO, "", TRUE },
    { DP_ICON_STYLE_AUTO, "XFCE", TRUE },
    { DP_ICON_STYLE_AUTO, "ubuntu:GNOME", TRUE },
    { DP_ICON_STYLE_AUTO, "KDE", TRUE },
    { DP_ICON_STYLE_AUTO, "X-Cinnamon", TRUE },
    { DP_ICON_STYLE_AUTO, "MATE", FALSE },
    { DP_ICON_STYLE_AUTO, "LXQt", FALSE },
    { DP_ICON_STYLE_AUTO, "sway", FALSE },
    { DP_ICON_STYLE_AUTO, "sway:wlroots", FALSE },
    { DP_ICON_STYLE_SYMBOLIC, "MATE", TRUE },
    { DP_ICON_STYLE_COLOURED, "XFCE", FALSE },
  };
  DpAccountSummary summary = { NULL, DP_SESSION_NONE, 0 };

  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *icon = dp_icon_get_name (&summary, rows[i].style, rows[i].desktop);
    g_test_message ("style %d on “%s”", rows[i].style, rows[i].desktop != NULL ? rows[i].desktop : "");
    g_assert_cmpstr (icon, ==, rows[i].symbolic ? APP_ID "-none-symbolic" : APP_ID "-none");
  }
}

static void
test_needy (void)
{
  static const struct {
    int ends[3];
    guint n;
    const char *needy;
  } rows[] = {
    { { 0 }, 0, NULL },
    { { NO_SESSION }, 1, "a" },
    { { -60 }, 1, "a" },
    { { 60 }, 1, "a" },
    { { 5 * HOURS }, 1, NULL },
    { { 5 * HOURS, NO_SESSION, 5 * HOURS }, 3, "b" },
    { { 60, NO_SESSION }, 2, NULL },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) accounts = make_accounts (rows[i].ends, rows[i].n);
    const DpTrayAccount *needy = dp_account_model_find_needy (accounts, NOW);
    g_test_message ("row %zu", i);
    g_assert_cmpstr (needy != NULL ? needy->profile : NULL, ==, rows[i].needy);
  }
}

/* Waking up only at the moments that it names, nothing that shows is missed, and
 * a working day costs a handful of wake-ups. */
static void
test_changes (void)
{
  static const int ends[] = { 8 * HOURS };
  static const char *const expected[] = {
    "active-8", "active-7", "active-6", "active-5", "active-4", "active-3", "active-2", "active-1", "ending", "expired"
  };
  g_autoptr (GPtrArray) accounts = make_accounts (ends, 1);
  gint64 now = NOW;

  for (size_t i = 0; i < G_N_ELEMENTS (expected); i++) {
    DpAccountSummary before = dp_account_model_summarize (accounts, now);
    g_autofree char *icon = dp_icon_get_name (&before, DP_ICON_STYLE_COLOURED, NULL);
    g_assert_cmpstr (icon + strlen (APP_ID "-"), ==, expected[i]);

    gint64 next = dp_account_model_next_change (accounts, now);
    gint64 last = next == G_MAXINT64 ? now + 100 * HOURS : next - 1;
    DpAccountSummary after = dp_account_model_summarize (accounts, last);
    g_assert_cmpint (after.state, ==, before.state);
    g_assert_cmpint (after.eighths, ==, before.eighths);
    now = next;
  }
  g_assert_cmpint (now, ==, G_MAXINT64);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/account-model/icons", test_icons);
  g_test_add_func ("/account-model/styles", test_styles);
  g_test_add_func ("/account-model/needy", test_needy);
  g_test_add_func ("/account-model/changes", test_changes);
  return g_test_run ();
}
