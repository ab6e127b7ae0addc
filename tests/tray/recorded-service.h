/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** A service on a bus of its own that answers every call and notes it. */
typedef struct {
  GTestDBus *dbus;
  GDBusConnection *bus;        /* the service's */
  GDBusConnection *client_bus; /* for who is tested */
  const char *name;
  GPtrArray *calls; /* (element-type RecordedCall) */
  guint32 last_id;  /* of a notification */
} RecordedService;

typedef struct {
  char *method;
  GVariant *parameters;
} RecordedCall;

void recorded_service_set_up         (RecordedService *self,
                                      const char      *name,
                                      const char      *path,
                                      const char      *xml);
void recorded_service_tear_down      (RecordedService *self);

const RecordedCall *recorded_service_wait_for (RecordedService *self,
                                               guint            count);
void recorded_service_settle         (RecordedService *self);

G_END_DECLS
