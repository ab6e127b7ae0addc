/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "recorded-service.h"

#define SETTLE_PATH "/settle"
#define SETTLE_INTERFACE "test.Settle"

static const char settle_xml[] = "<node><interface name='" SETTLE_INTERFACE "'><method name='Settle'/></interface></node>";

static void
recorded_call_free (RecordedCall *call)
{
  g_free (call->method);
  g_variant_unref (call->parameters);
  g_free (call);
}

static GVariant *
make_answer (RecordedService *self, const char *method, GVariant *parameters)
{
  if (g_str_equal (method, "GetCapabilities")) {
    const char *capabilities[] = { "actions", "body", "body-markup", NULL };
    return g_variant_new ("(^as)", capabilities);
  }
  if (!g_str_equal (method, "Notify"))
    return NULL;

  guint32 replaces = 0;
  g_variant_get_child (parameters, 1, "u", &replaces);
  return g_variant_new ("(u)", replaces != 0 ? replaces : ++self->last_id);
}

static void
method_call_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *method, GVariant *parameters, GDBusMethodInvocation *invocation, gpointer data)
{
  RecordedService *self = data;
  if (g_str_equal (interface, SETTLE_INTERFACE)) {
    g_dbus_method_invocation_return_value (invocation, NULL);
    return;
  }

  RecordedCall *call = g_new0 (RecordedCall, 1);
  call->method = g_strdup (method);
  call->parameters = g_variant_ref (parameters);
  g_ptr_array_add (self->calls, call);
  g_dbus_method_invocation_return_value (invocation, make_answer (self, method, parameters));
}

static const GDBusInterfaceVTable vtable = { method_call_cb, NULL, NULL, { NULL } };

static GDBusConnection *
connect (RecordedService *self)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus = g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (self->dbus),
                                                                 G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                                 NULL, NULL, &error);

  g_assert_no_error (error);
  return bus;
}

static void
export_object (RecordedService *self, const char *path, const char *xml)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (xml, &error);

  g_assert_no_error (error);
  g_dbus_connection_register_object (self->bus, path, node->interfaces[0], &vtable, self, NULL, &error);
  g_assert_no_error (error);
}

/** @name is owned when this returns. */
void
recorded_service_set_up (RecordedService *self, const char *name, const char *path, const char *xml)
{
  g_autoptr (GError) error = NULL;

  self->name = name;
  self->calls = g_ptr_array_new_with_free_func ((GDestroyNotify) recorded_call_free);
  self->dbus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (self->dbus);
  self->bus = connect (self);
  self->client_bus = connect (self);
  export_object (self, path, xml);
  export_object (self, SETTLE_PATH, settle_xml);
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (self->bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
                                                            g_variant_new ("(su)", name, 0), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (reply);
}

void
recorded_service_tear_down (RecordedService *self)
{
  g_dbus_connection_close_sync (self->client_bus, NULL, NULL);
  g_dbus_connection_close_sync (self->bus, NULL, NULL);
  g_clear_object (&self->client_bus);
  g_clear_object (&self->bus);
  g_test_dbus_down (self->dbus);
  g_clear_object (&self->dbus);
  g_clear_pointer (&self->calls, g_ptr_array_unref);
}

/** Waits until there were @count calls, and returns the last one of them. */
const RecordedCall *
recorded_service_wait_for (RecordedService *self, guint count)
{
  while (self->calls->len < count)
    g_main_context_iteration (NULL, TRUE);
  return self->calls->pdata[count - 1];
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  g_assert_nonnull (reply);
  *(gboolean *) data = TRUE;
}

/** Waits until every call that was sent has been noted and its answer read: those
 * of one more come after them all. */
void
recorded_service_settle (RecordedService *self)
{
  gboolean answered = FALSE;

  g_dbus_connection_call (self->client_bus, self->name, SETTLE_PATH, SETTLE_INTERFACE, "Settle", NULL, NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, answered_cb, &answered);
  while (!answered)
    g_main_context_iteration (NULL, TRUE);
}
