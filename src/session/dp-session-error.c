/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-session-error.h"

G_DEFINE_QUARK (dp_session_error_quark, dp_session_error)
