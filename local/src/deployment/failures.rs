//! Stream records that were given up: whole, a file each beside the data, as the template's bucket keeps them on AWS.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use paydesk_model::time::Moment;
use serde_json::{Value, json};

use super::Deployment;
use super::streams::number;
use crate::template::{ACCOUNT, REGION};

impl Deployment {
    /// Keeps a record that a function did not take, and says so. When this returns, it is on the disk.
    pub(super) fn keep_failure(&self, function: &str, record: &Value) -> Result<(), String> {
        let directory = self.failures_directory().join(function);
        let path = directory.join(format!("{}.json", number(record)));
        let object = object(function, record, self.clock().now());
        written(&directory, &path, &object).map_err(|error| format!("{}: {error}", path.display()))?;
        let file = path.display().to_string();
        tracing::error!(
            function,
            file,
            "a stream record was given up; it is kept, for the function to take again"
        );
        Ok(())
    }

    /// The files of records that were given up, oldest first.
    pub fn failures(&self) -> Vec<PathBuf> {
        let entries = |directory: &Path| {
            let found = fs::read_dir(directory).into_iter().flatten().flatten();
            found.map(|entry| entry.path()).collect::<Vec<_>>()
        };
        let functions = entries(&self.failures_directory());
        let mut files: Vec<PathBuf> = functions.iter().flat_map(|function| entries(function)).collect();
        files.sort_by(|one, other| one.file_name().cmp(&other.file_name()));
        files
    }

    /// Where those files are.
    pub fn failures_directory(&self) -> PathBuf {
        let mut name = self.data_file().as_os_str().to_os_string();
        name.push(".failures");
        PathBuf::from(name)
    }
}

fn written(directory: &Path, path: &Path, object: &Value) -> std::io::Result<()> {
    fs::create_dir_all(directory)?;
    let mut file = File::create(path)?;
    file.write_all(object.to_string().as_bytes())?;
    file.sync_all()
}

/// What Lambda writes into a bucket that is an on-failure destination: about the failure, and the whole event.
fn object(function: &str, record: &Value, now: Moment) -> Value {
    let arrival = record["dynamodb"]["ApproximateCreationDateTime"].as_i64().unwrap_or_default();
    json!({
        "requestContext": {
            "requestId": paydesk_service::random::token(),
            "functionArn": format!("arn:aws:lambda:{REGION}:{ACCOUNT}:function:local-{function}"),
            "condition": "RecordAgeExceeded",
            "approximateInvokeCount": 1,
        },
        "version": "1.0",
        "timestamp": timestamp(now.seconds()),
        "DDBStreamBatchInfo": {
            "shardId": "shardId-local",
            "startSequenceNumber": number(record),
            "endSequenceNumber": number(record),
            "approximateArrivalOfFirstRecord": timestamp(arrival),
            "approximateArrivalOfLastRecord": timestamp(arrival),
            "batchSize": 1,
            "streamArn": record["eventSourceARN"],
        },
        "payload": json!({"Records": [record]}).to_string(),
    })
}

fn timestamp(second: i64) -> String {
    DateTime::from_secs(second).fmt(Format::DateTime).unwrap_or_default()
}
