// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Daypass authors

// Says who it is, by the AWS SDK for JavaScript, for each line of standard input.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

// The SDK is in the folder that the first argument names.
const { STSClient, GetCallerIdentityCommand } = createRequire(`${process.argv[2]}/`)("@aws-sdk/client-sts");

const client = new STSClient({});
for await (const _line of createInterface({ input: process.stdin })) {
  try {
    console.log("arn", (await client.send(new GetCallerIdentityCommand({}))).Arn);
  } catch (error) {
    console.log("error", error.message.replaceAll("\n", " "));
  }
}
