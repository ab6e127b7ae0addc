# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors

# Account A's session in the profile, the work in account B by a role.

terraform {
  required_version = ">= 1.6"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "3.39.0"
    }
  }
}

variable "profile" {
  type = string
}

variable "role_arn" {
  type = string
}

variable "expected_account_id" {
  type = string
}

variable "sts_endpoint" {
  type = string
}

variable "s3_endpoint" {
  type = string
}

provider "aws" {
  region  = "ap-northeast-1"
  profile = var.profile

  assume_role {
    role_arn = var.role_arn
  }

  # What follows is for the test's own servers alone.
  endpoints {
    sts = var.sts_endpoint
    s3  = var.s3_endpoint
  }
  s3_force_path_style     = true
  skip_metadata_api_check = true
  # It would ask EC2 on the internet for minutes otherwise.
  skip_get_ec2_platforms = true
  # This provider asks again and again, for minutes, with a session that has ended.
  max_retries = 1
}

data "aws_caller_identity" "reached" {}

check "reached_account" {
  assert {
    condition     = data.aws_caller_identity.reached.account_id == var.expected_account_id
    error_message = "These credentials reach account ${data.aws_caller_identity.reached.account_id}, not ${var.expected_account_id}."
  }
}

resource "aws_s3_bucket" "example" {
  bucket = "daypass-example"
}

output "caller_arn" {
  value = data.aws_caller_identity.reached.arn
}
