//! Whose officer was hurt, with the words that say so; and the agencies and officials by whom cases are called.
//!
//! Both are libraries free of the service around them. Who referred a case does not tell who was hurt: the FBI may refer an assault on an officer
//! of ICE, and ICE one on an officer of CBP. So the victim's agency is read from what the text says was done to whom, and is unknown otherwise.
//!
//! ```
//! use court_records::agency::{Agency, Grade, victims};
//!
//! let text = "Affiant is a Special Agent with the FBI. On June 3 the defendant punched an ICE deportation officer.";
//! let [victim] = victims(text).try_into().expect("one");
//! assert_eq!((victim.agency, victim.grade, victim.evidence_in(text)), (Agency::Ero, Grade::Stated, "punched an ICE deportation officer"));
//! assert!(victims("Assault on a federal officer, investigated by HSI agents").is_empty());
//! ```

mod entity;
mod mention;
#[cfg(test)]
mod tests;
mod victim;

pub use entity::{Entity, Official, entities, names_only_a_pseudonym};
pub use victim::{Grade, VictimAgency, victims};

/// An agency whose officers 18 U.S.C. 111 protects, as far as it is told apart here. No agency at all, unknown, is an empty list of victims.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Agency {
    /// Immigration and Customs Enforcement, no part of it named.
    Ice,
    /// Enforcement and Removal Operations, of ICE.
    Ero,
    /// Homeland Security Investigations, of ICE.
    Hsi,
    /// Customs and Border Protection, no part of it named.
    Cbp,
    /// The Border Patrol, of CBP.
    BorderPatrol,
    /// The Federal Protective Service.
    Fps,
    /// The Transportation Security Administration.
    Tsa,
    /// The Secret Service.
    SecretService,
    /// The Marshals Service.
    Usms,
    /// The Federal Bureau of Investigation.
    Fbi,
    /// The Drug Enforcement Administration.
    Dea,
    /// The Bureau of Alcohol, Tobacco, Firearms and Explosives.
    Atf,
    /// The Bureau of Prisons.
    Bop,
    /// The National Park Service with its police.
    ParkService,
    /// The Capitol Police.
    CapitolPolice,
    /// The Postal Service with its inspectors.
    PostalService,
}

impl Agency {
    /// Its path as a population: `us/dhs/ice`.
    pub fn population(self) -> &'static str {
        match self {
            Self::Ice => "us/dhs/ice",
            Self::Ero => "us/dhs/ice/ero",
            Self::Hsi => "us/dhs/ice/hsi",
            Self::Cbp => "us/dhs/cbp",
            Self::BorderPatrol => "us/dhs/cbp/usbp",
            Self::Fps => "us/dhs/fps",
            Self::Tsa => "us/dhs/tsa",
            Self::SecretService => "us/dhs/usss",
            Self::Usms => "us/doj/usms",
            Self::Fbi => "us/doj/fbi",
            Self::Dea => "us/doj/dea",
            Self::Atf => "us/doj/atf",
            Self::Bop => "us/doj/bop",
            Self::ParkService => "us/doi/nps",
            Self::CapitolPolice => "us/capitol-police",
            Self::PostalService => "us/usps",
        }
    }

    /// The agency of which it is a part, if it is one: ICE of HSI and ERO, CBP of the Border Patrol.
    pub fn parent(self) -> Option<Self> {
        match self {
            Self::Ero | Self::Hsi => Some(Self::Ice),
            Self::BorderPatrol => Some(Self::Cbp),
            _ => None,
        }
    }
}
