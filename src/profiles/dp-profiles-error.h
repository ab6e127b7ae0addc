/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** What can be wrong with the person's ~/.aws files. The message is a whole
 * translated sentence without the final full stop; nothing was changed. */
typedef enum {
  DP_PROFILES_ERROR_UNKNOWN_PROFILE, /* no such account */
  DP_PROFILES_ERROR_INVALID,         /* a name, ARN or number that cannot be right */
  DP_PROFILES_ERROR_FOREIGN,         /* the section is somebody else's */
  DP_PROFILES_ERROR_UNREADABLE,      /* other tools could not read the file either */
  DP_PROFILES_ERROR_NOT_WRITABLE,    /* read-only, full, another owner's */
} DpProfilesError;

#define DP_PROFILES_ERROR (dp_profiles_error_quark ())
GQuark dp_profiles_error_quark (void);

G_END_DECLS
