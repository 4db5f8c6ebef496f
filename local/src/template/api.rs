//! The API: its stage. What else its resource says has no effect in one process, or is refused.

use super::node::Node;

/// API Gateway's name for the stage that is not part of any path.
pub const DEFAULT_STAGE: &str = "$default";

/// The API's stage.
pub fn stage(resource: &Node) -> Result<String, String> {
    let properties = resource.required("Properties")?;
    properties.only(&[
        "Description",
        "FailOnWarnings",
        "StageName",
        // There is no access log locally, and nothing to protect by a limit.
        "AccessLogSettings",
        "DefaultRouteSettings",
        "DefinitionBody",
    ])?;
    if let Some(definition) = properties.get("DefinitionBody") {
        definition.only(&["openapi", "info", "paths", CORS])?;
        let paths = definition.required("paths")?;
        if !paths.entries()?.is_empty() {
            return Err(paths.refuse("the local runner takes routes from the functions' events only"));
        }
        if let Some(cors) = definition.get(CORS) {
            return Err(cors.refuse("the local runner has no CORS: leave CorsOrigins empty"));
        }
    }
    properties.get("StageName").map_or_else(|| Ok(DEFAULT_STAGE.into()), |stage| stage.text())
}

const CORS: &str = "x-amazon-apigateway-cors";
