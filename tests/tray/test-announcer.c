/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-announcer.h"

#include <glib/gstdio.h>

#include "dp-reminder.h"
#include "recorded-service.h"

/*
 * What the person sees when the clock does other things than tick: a laptop that
 * slept, a clock that was set, a renewal in between. The clock is the test's.
 */

#define END 1800000000
#define MINUTES 60
#define HOURS 3600
#define GONE G_MININT64

static const char notifications_xml[] = "<node><interface name='org.freedesktop.Notifications'>"
                                        "<method name='GetCapabilities'><arg type='as' direction='out'/></method>"
                                        "<method name='Notify'><arg type='s' name='app' direction='in'/><arg type='u' name='replaces' direction='in'/><arg type='s' name='icon' direction='in'/>"
                                        "<arg type='s' name='title' direction='in'/><arg type='s' name='body' direction='in'/><arg type='as' name='actions' direction='in'/>"
                                        "<arg type='a{sv}' name='hints' direction='in'/><arg type='i' name='timeout' direction='in'/><arg type='u' name='id' direction='out'/></method>"
                                        "<method name='CloseNotification'><arg type='u' name='id' direction='in'/></method>"
                                        "</interface></node>";

typedef enum {
  STOP, /* no step any more */
  NOTHING,
  ENDS,
  ENDED,
  CLOSED,
} Seen;

/* At each step a time and the end of the session; and what is seen then. */
typedef struct {
  gint64 left;  /* seconds until END */
  gint64 later; /* the session ends so long after END; GONE: there is none */
  Seen seen;
  gboolean in_place;
} Step;

static const struct {
  const char *name;
  Step steps[8];
} rows[] = {
  { "an afternoon",
    { { 8 * HOURS, 0, NOTHING, FALSE },
      { 15 * MINUTES - 1, 0, ENDS, FALSE },
      { 10 * MINUTES, 0, NOTHING, FALSE },
      { 5 * MINUTES - 1, 0, ENDS, TRUE },
      { 0, 0, ENDED, TRUE },
      { -5 * MINUTES, 0, NOTHING, FALSE },
      { -3 * 24 * HOURS, 0, CLOSED, FALSE } } },
  { "asleep over all moments",
    { { 2 * HOURS, 0, NOTHING, FALSE },
      { -14 * HOURS, 0, ENDED, FALSE },
      { -15 * HOURS, 0, NOTHING, FALSE } } },
  { "asleep over the first moment",
    { { 2 * HOURS, 0, NOTHING, FALSE },
      { 3 * MINUTES, 0, ENDS, FALSE },
      { 0, 0, ENDED, TRUE } } },
  { "asleep between a moment and the end",
    { { 14 * MINUTES, 0, ENDS, FALSE },
      { -8 * HOURS, 0, ENDED, TRUE } } },
  { "the clock is set forward and back",
    { { 8 * HOURS, 0, NOTHING, FALSE },
      { -1 * HOURS, 0, ENDED, FALSE },
      { 10 * MINUTES, 0, ENDS, TRUE },
      { 7 * HOURS, 0, CLOSED, FALSE },
      { 14 * MINUTES, 0, ENDS, FALSE } } },
  { "renewed in time",
    { { 14 * MINUTES, 0, ENDS, FALSE },
      { 13 * MINUTES, 8 * HOURS, CLOSED, FALSE },
      { -8 * HOURS + 14 * MINUTES, 8 * HOURS, ENDS, FALSE } } },
  { "renewed for a short time only",
    { { 4 * MINUTES, 0, ENDS, FALSE },
      { 3 * MINUTES, 1 * MINUTES, ENDS, TRUE } } },
  { "no session any more",
    { { 14 * MINUTES, 0, ENDS, FALSE },
      { 13 * MINUTES, GONE, CLOSED, FALSE } } },
};

static void
update (DpAnnouncer *announcer, const Step *step)
{
  static const int minutes[] = { 15, 5 };
  g_autoptr (GArray) lead_minutes = g_array_append_vals (g_array_new (FALSE, FALSE, sizeof (int)), minutes, G_N_ELEMENTS (minutes));
  g_autoptr (GPtrArray) accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_tray_account_free);
  DpSession session = { .expires_at = END + step->later, .duration_seconds = 8 * HOURS };

  g_ptr_array_add (accounts, dp_tray_account_new ("work", step->later != GONE ? &session : NULL));
  dp_announcer_update (announcer, accounts, lead_minutes, END - step->left);
}

static void
check_notify (const RecordedCall *call, const Step *step)
{
  const char *title = NULL;
  guint32 replaces = 0;

  g_assert_cmpstr (call->method, ==, "Notify");
  g_variant_get_child (call->parameters, 1, "u", &replaces);
  g_variant_get_child (call->parameters, 3, "&s", &title);
  g_assert_nonnull (strstr (title, step->seen == ENDS ? "ends at" : "ended at"));
  g_assert_cmpint (replaces != 0, ==, step->in_place);
}

static void
test_row (gconstpointer data)
{
  size_t i = GPOINTER_TO_SIZE (data);
  RecordedService service = { 0 };

  recorded_service_set_up (&service, "org.freedesktop.Notifications", "/org/freedesktop/Notifications", notifications_xml);
  DpAnnouncer *announcer = dp_announcer_new (service.client_bus, NULL, NULL);
  g_assert_cmpstr (recorded_service_wait_for (&service, 1)->method, ==, "GetCapabilities");
  recorded_service_settle (&service);
  for (size_t j = 0; j < G_N_ELEMENTS (rows[i].steps) && rows[i].steps[j].seen != STOP; j++) {
    const Step *step = &rows[i].steps[j];
    guint before = service.calls->len;
    g_test_message ("step %zu", j);
    update (announcer, step);
    recorded_service_settle (&service);
    g_assert_cmpuint (service.calls->len - before, ==, step->seen == NOTHING ? 0 : 1);
    if (step->seen == CLOSED)
      g_assert_cmpstr (recorded_service_wait_for (&service, before + 1)->method, ==, "CloseNotification");
    else if (step->seen != NOTHING)
      check_notify (recorded_service_wait_for (&service, before + 1), step);
  }
  dp_announcer_free (announcer);
  recorded_service_tear_down (&service);
}

int
main (int argc, char **argv)
{
  g_autofree char *runtime = g_dir_make_tmp ("daypass-announcer-XXXXXX", NULL);
  g_autofree char *noted = g_build_filename (runtime, "daypass", NULL);

  /* Not the person's own: the ids of the bubbles are noted there. */
  g_setenv ("XDG_RUNTIME_DIR", runtime, TRUE);
  g_test_init (&argc, &argv, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *name = g_strconcat ("/announcer/", rows[i].name, NULL);
    g_test_add_data_func (name, GSIZE_TO_POINTER (i), test_row);
  }
  int status = g_test_run ();
  g_rmdir (noted);
  g_rmdir (runtime);
  return status;
}
