/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-profiles-error.h"

G_DEFINE_QUARK (dp_profiles_error_quark, dp_profiles_error)
