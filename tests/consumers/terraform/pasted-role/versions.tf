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

# The same role once more, by its profile in ~/.aws/config.
variable "role_profile" {
  type = string
}

provider "aws" {
  alias   = "role_profile"
  region  = "ap-northeast-1"
  profile = var.role_profile

  # The test's own servers, as in server_override.tf.
  endpoints {
    sts = var.sts_endpoint
    s3  = var.s3_endpoint
  }
  s3_force_path_style     = true
  skip_metadata_api_check = true
  skip_get_ec2_platforms  = true
  max_retries             = 1
}

resource "aws_s3_bucket" "example" {
  bucket = "daypass-example"
}

resource "aws_s3_bucket_object" "assumed_role" {
  bucket  = aws_s3_bucket.example.id
  key     = "assumed-role"
  content = "Written by the provider with assume_role."
}

resource "aws_s3_bucket_object" "role_profile" {
  provider = aws.role_profile
  bucket   = aws_s3_bucket.example.id
  key      = "role-profile"
  content  = "Written by the provider with the profile of the role."
}

data "aws_caller_identity" "caller" {}

output "caller_arn" {
  value = data.aws_caller_identity.caller.arn
}
