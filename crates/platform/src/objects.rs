//! Bytes under their SHA-256: a folder by default. The hash is verified on read.

use std::path::Path;

use bytes::Bytes;
use contracts::identity;
use domain::SnapshotHash;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutOptions, local::LocalFileSystem, path::Path as Key};
use std::sync::Arc;

use crate::config::ObjectsConfig;

/// Why bytes could not be kept or found.
#[derive(Debug, thiserror::Error)]
pub enum ObjectsError {
    /// The store cannot be opened.
    #[error("cannot open the object store {url}: {reason}")]
    Open {
        /// As configured.
        url: String,
        /// Why not.
        reason: String,
    },
    /// No such object.
    #[error("the object store has no {0}")]
    Absent(SnapshotHash),
    /// The bytes are not those that were stored.
    #[error("object {wanted} is damaged: its bytes hash to {found}")]
    Damaged {
        /// Its name.
        wanted: SnapshotHash,
        /// What its bytes hash to.
        found: String,
    },
    /// The store fails.
    #[error("the object store fails: {0}")]
    Store(#[from] object_store::Error),
}

/// The object store.
#[derive(Debug, Clone)]
pub struct Objects {
    store: Arc<dyn ObjectStore>,
}

impl Objects {
    /// Opens the configured store; a folder is made if it is not there.
    pub fn open(config: &ObjectsConfig) -> Result<Self, ObjectsError> {
        let open = |reason: String| ObjectsError::Open { url: config.url.clone(), reason };
        if config.url.contains("://") && !config.url.starts_with("file://") {
            return Self::open_cloud(config);
        }
        let folder = config.url.strip_prefix("file://").unwrap_or(&config.url);
        std::fs::create_dir_all(folder).map_err(|error| open(error.to_string()))?;
        let store = LocalFileSystem::new_with_prefix(Path::new(folder)).map_err(|error| open(error.to_string()))?;
        Ok(Self { store: Arc::new(store) })
    }

    #[cfg(feature = "cloud")]
    fn open_cloud(config: &ObjectsConfig) -> Result<Self, ObjectsError> {
        let open = |reason: String| ObjectsError::Open { url: config.url.clone(), reason };
        let url = url::Url::parse(&config.url).map_err(|error| open(error.to_string()))?;
        let (store, prefix) = object_store::parse_url(&url).map_err(|error| open(error.to_string()))?;
        Ok(Self { store: Arc::new(object_store::prefix::PrefixStore::new(store, prefix)) })
    }

    #[cfg(not(feature = "cloud"))]
    fn open_cloud(config: &ObjectsConfig) -> Result<Self, ObjectsError> {
        let reason = "this build knows folders only; build with the feature `cloud` for S3, GCS and Azure".to_owned();
        Err(ObjectsError::Open { url: config.url.clone(), reason })
    }

    /// Keeps bytes and gives their name. Bytes that are there already and undamaged are left alone.
    pub async fn put(&self, bytes: Bytes) -> Result<SnapshotHash, ObjectsError> {
        let hash = hash_of(&bytes);
        let options = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
        match self.store.put_opts(&key(&hash), bytes.clone().into(), options).await {
            Ok(_) => Ok(hash),
            // What a power loss left half written is mended by the next who brings the bytes.
            Err(object_store::Error::AlreadyExists { .. }) => match self.get(&hash).await {
                Ok(_) => Ok(hash),
                Err(ObjectsError::Damaged { .. }) => {
                    self.store.put(&key(&hash), bytes.into()).await?;
                    Ok(hash)
                }
                Err(error) => Err(error),
            },
            Err(error) => Err(error.into()),
        }
    }

    /// The bytes of a name, verified.
    pub async fn get(&self, hash: &SnapshotHash) -> Result<Bytes, ObjectsError> {
        let bytes = match self.store.get(&key(hash)).await {
            Ok(found) => found.bytes().await?,
            Err(object_store::Error::NotFound { .. }) => {
                return Err(ObjectsError::Absent(hash.clone()));
            }
            Err(error) => return Err(error.into()),
        };
        let found = identity::of_bytes(&bytes);
        if found == hash.as_str() { Ok(bytes) } else { Err(ObjectsError::Damaged { wanted: hash.clone(), found }) }
    }
}

/// The name of bytes.
pub fn hash_of(bytes: &[u8]) -> SnapshotHash {
    identity::of_bytes(bytes).parse().expect("a SHA-256 is a snapshot hash")
}

fn key(hash: &SnapshotHash) -> Key {
    let hash = hash.as_str();
    Key::from_iter(["sha256", &hash[..2], hash])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn bytes_come_back_by_hash_and_damage_is_seen() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = folder.path().display().to_string();
        let objects = Objects::open(&ObjectsConfig { url }).expect("a store");
        let hash = objects.put(Bytes::from_static(b"abc")).await.expect("stored");
        assert_eq!(objects.put(Bytes::from_static(b"abc")).await.expect("stored again"), hash);
        assert_eq!(objects.get(&hash).await.expect("bytes"), "abc");

        let path = folder.path().join("sha256").join(&hash.as_str()[..2]).join(hash.as_str());
        std::fs::write(path, b"abd").expect("damaged");
        assert!(matches!(objects.get(&hash).await, Err(ObjectsError::Damaged { .. })));
        objects.put(Bytes::from_static(b"abc")).await.expect("mended");
        assert_eq!(objects.get(&hash).await.expect("bytes"), "abc");
        let absent = hash_of(b"never stored");
        assert!(matches!(objects.get(&absent).await, Err(ObjectsError::Absent(_))));
    }
}
