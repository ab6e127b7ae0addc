/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-nobody.h"

#include "dp-report.h"

struct _DpNobody {
  GObject parent_instance;
};

static void dp_nobody_asker_init (DpAskerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DpNobody, dp_nobody, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (DP_TYPE_ASKER, dp_nobody_asker_init))

static void
tell (DpAsker *asker,
      const char *sentence)
{
  dp_report_note ("%s", sentence);
}

static void
dp_nobody_asker_init (DpAskerInterface *iface)
{
  iface->tell = tell;
}

static void
dp_nobody_class_init (DpNobodyClass *klass)
{
}

static void
dp_nobody_init (DpNobody *self)
{
}

/** Owned. */
DpAsker *
dp_nobody_new (void)
{
  return g_object_new (DP_TYPE_NOBODY, NULL);
}
