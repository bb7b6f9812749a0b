//! Object stores as targets: `s3://`, and untried `gs://` and `az://`.
//!
//! Credentials, region and endpoint come from the environment that the tools of each store read. None
//! of them is ever part of a message.

use std::sync::Arc;
use std::time::Duration;

use futures_util::TryStreamExt;
use object_store::aws::{AmazonS3Builder, Checksum};
use object_store::azure::MicrosoftAzureBuilder;
use object_store::gcp::GoogleCloudStorageBuilder;
use object_store::path::Path;
use object_store::{
    Attribute, Attributes, ClientOptions, ObjectMeta, ObjectStore, ObjectStoreExt, PutMode,
    PutOptions, PutPayload, RetryConfig, UpdateVersion,
};
use tokio::runtime::Runtime;

use super::headers;
use super::store::{Held, Listed, Look, Put, Store, Tag, Tried, Trouble, When};
use super::target::{Cloud, Target};
use crate::error::{Error, Result};

mod words;

/// How long one file may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// How many files are sent at once.
const LANES: usize = 16;

/// A part of an object store.
pub struct Bucket {
    name: String,
    folder: String,
    store: Arc<dyn ObjectStore>,
    runtime: Runtime,
}

impl Bucket {
    /// Opens a bucket, by what the environment says.
    ///
    /// # Errors
    /// When the environment lacks something. Nothing is sent yet.
    pub fn open(cloud: Cloud, bucket: &str, folder: &str) -> Result<Self> {
        let target = Target::Bucket {
            cloud,
            bucket: bucket.to_owned(),
            folder: folder.to_owned(),
        };
        let name = target.to_string();
        // Somebody else in this process may have chosen one before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = ClientOptions::new().with_timeout(PATIENCE);
        // Trying again is the work of the protocol, which knows what may be repeated.
        let retry = RetryConfig {
            max_retries: 0,
            ..RetryConfig::default()
        };
        let store: object_store::Result<Arc<dyn ObjectStore>> = match cloud {
            Cloud::S3 => AmazonS3Builder::from_env()
                .with_bucket_name(bucket)
                .with_checksum_algorithm(Checksum::SHA256)
                .with_client_options(client_of_environment(client))
                .with_retry(retry)
                .build()
                .map(|store| Arc::new(store) as Arc<dyn ObjectStore>),
            Cloud::Gs => GoogleCloudStorageBuilder::from_env()
                .with_bucket_name(bucket)
                .with_client_options(client)
                .with_retry(retry)
                .build()
                .map(|store| Arc::new(store) as Arc<dyn ObjectStore>),
            Cloud::Az => MicrosoftAzureBuilder::from_env()
                .with_container_name(bucket)
                .with_client_options(client)
                .with_retry(retry)
                .build()
                .map(|store| Arc::new(store) as Arc<dyn ObjectStore>),
        };
        let store = store.map_err(|error| Error::Refused {
            message: format!("{name} cannot be used: {}", words::of(&error)),
            help: words::environment(cloud).into(),
        })?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .map_err(|error| Error::Refused {
                message: format!("no thread could be started: {error}"),
                help: "see what else this machine is doing, and run the command again".into(),
            })?;
        Ok(Self {
            name,
            folder: folder.to_owned(),
            store,
            runtime,
        })
    }

    fn key(&self, path: &str) -> Result<Path> {
        let key = match (self.folder.as_str(), path) {
            ("", path) => path.to_owned(),
            (folder, "") => folder.to_owned(),
            (folder, path) => format!("{folder}/{path}"),
        };
        Path::parse(&key).map_err(|error| Error::Refused {
            message: format!("`{key}` cannot be a name in {}: {error}", self.name),
            help: "give that file another name".into(),
        })
    }

    /// The path of a key; None for one that is not in our folder.
    fn path(&self, key: &Path) -> Option<String> {
        let inside = key.as_ref().strip_prefix(self.folder.as_str())?;
        Some(inside.trim_start_matches('/').to_owned())
    }

    fn listed(&self, meta: ObjectMeta) -> Option<Listed> {
        Some(Listed {
            path: self.path(&meta.location)?,
            size: Some(meta.size),
            tag: meta.e_tag.map(Tag),
        })
    }

    /// What a store has answered that is not what was wanted.
    fn trouble(&self, action: &str, path: &str, error: &object_store::Error) -> Trouble {
        let message = format!(
            "{} could not {action} {path}: {}",
            self.name,
            words::of(error)
        );
        let help = words::help(error).into();
        let told = Error::Refused { message, help };
        match words::may_pass(error) {
            true => Trouble::Passing(told),
            false => Trouble::Lasting(told),
        }
    }
}

/// An endpoint on this machine, for a test or a store of one's own, is spoken to without encryption when
/// the environment says so (`AWS_ALLOW_HTTP`).
fn client_of_environment(client: ClientOptions) -> ClientOptions {
    let builder = AmazonS3Builder::from_env();
    let key =
        object_store::aws::AmazonS3ConfigKey::Client(object_store::ClientConfigKey::AllowHttp);
    let wanted = builder.get_config_value(&key);
    client.with_allow_http(wanted.is_some_and(|value| value == "true" || value == "1"))
}

impl Store for Bucket {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn get(&self, path: &str) -> Tried<Option<Held>> {
        let key = self.key(path)?;
        let read = async {
            let answer = self.store.get(&key).await?;
            let tag = answer.meta.e_tag.clone().unwrap_or_default();
            Ok((answer.bytes().await?, tag))
        };
        match self.runtime.block_on(read) {
            Ok((bytes, tag)) => Ok(Some(Held {
                bytes: bytes.to_vec(),
                tag: Tag(tag),
            })),
            Err(object_store::Error::NotFound { source, .. }) if !words::is_bucket(&*source) => {
                Ok(None)
            }
            Err(error) => Err(self.trouble("read", path, &error)),
        }
    }

    fn put(&self, path: &str, bytes: &[u8], when: When<'_>) -> Tried<Put> {
        use object_store::Error as Answer;
        let key = self.key(path)?;
        let mode = match when {
            When::Always => PutMode::Overwrite,
            When::Absent => PutMode::Create,
            When::Is(tag) => PutMode::Update(UpdateVersion {
                e_tag: Some(tag.0.clone()),
                version: None,
            }),
        };
        let mut attributes = Attributes::new();
        attributes.insert(Attribute::ContentType, headers::content_type(path).into());
        attributes.insert(Attribute::CacheControl, headers::cache_control(path).into());
        let options = PutOptions {
            mode,
            attributes,
            ..PutOptions::default()
        };
        let payload = PutPayload::from(bytes.to_vec());
        match self
            .runtime
            .block_on(self.store.put_opts(&key, payload, options))
        {
            Ok(put) => Ok(Put::Done(Tag(put.e_tag.unwrap_or_default()))),
            Err(
                Answer::AlreadyExists { .. }
                | Answer::Precondition { .. }
                | Answer::NotModified { .. },
            ) => Ok(Put::Refused),
            // The file that should have this tag is gone.
            Err(Answer::NotFound { source, .. })
                if matches!(when, When::Is(_)) && !words::is_bucket(&*source) =>
            {
                Ok(Put::Refused)
            }
            Err(error) => Err(self.trouble("write", path, &error)),
        }
    }

    fn delete(&self, path: &str) -> Tried<()> {
        let key = self.key(path)?;
        match self.runtime.block_on(self.store.delete(&key)) {
            Ok(()) => Ok(()),
            Err(object_store::Error::NotFound { source, .. }) if !words::is_bucket(&*source) => {
                Ok(())
            }
            Err(error) => Err(self.trouble("remove", path, &error)),
        }
    }

    fn list(&self, folder: &str) -> Tried<Vec<Listed>> {
        let key = self.key(folder)?;
        let listing = self.store.list(Some(&key)).try_collect::<Vec<ObjectMeta>>();
        let found = self.runtime.block_on(listing);
        let found = found.map_err(|error| self.trouble("list", folder, &error))?;
        let mut files: Vec<Listed> = found
            .into_iter()
            .filter_map(|meta| self.listed(meta))
            .collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(files)
    }

    fn look(&self, folder: &str) -> Tried<Look> {
        let key = self.key(folder)?;
        let found = self
            .runtime
            .block_on(self.store.list_with_delimiter(Some(&key)));
        let found = found.map_err(|error| self.trouble("list", folder, &error))?;
        let folders = found.common_prefixes.iter();
        let files = found.objects.into_iter();
        Ok(Look {
            folders: folders.filter_map(|folder| self.path(folder)).collect(),
            files: files.filter_map(|meta| self.listed(meta)).collect(),
        })
    }

    fn lanes(&self) -> usize {
        LANES
    }
}
