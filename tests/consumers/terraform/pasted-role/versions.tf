# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors

# What a person has around the block that "daypass role show --terraform" prints.

terraform {
  required_version = ">= 1.6"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "3.39.0"
    }
  }
}

variable "sts_endpoint" {
  type = string
}

variable "s3_endpoint" {
  type = string
}

resource "aws_s3_bucket" "example" {
  bucket = "daypass-example"
}

data "aws_caller_identity" "caller" {}

output "caller_arn" {
  value = data.aws_caller_identity.caller.arn
}
