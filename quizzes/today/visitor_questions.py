"""Which decisions a visitor is asked on the front page.

Each can be understood by somebody who has not read the page that it comes from, and is decided by words that people in
the field use. Where an edit of the wiki takes one away, the others are asked; a test says so.
"""

INVITING = (
    "choose/authentication-vs-authorization/carriers/jwt/context-it-gives-you+how-it-is-checked-144d2c",
    "choose/authentication-vs-authorization/proofs/passkey/weakness-to-plan-for+what-your-service-stores",
    "choose/blue-green-vs-canary-vs-rolling-deployment/strategies/rolling/downtime+traffic-tool",
    "choose/caching-strategies/strategies/write-through/loss-if-the-cache-node-dies+who-fills-an-entry-3efd8e",
    "choose/horizontal-vs-vertical-scaling/moves/partitioning/what-it-relieves-a4a1cb+write-capacity-gained-d414ad",
    "choose/horizontal-vs-vertical-scaling/moves/replicas/what-it-relieves-8ebd92+what-it-relieves-a4a1cb",
    "choose/load-balancer-vs-api-gateway/algorithms/p2c/many-balancers-with-stale-counts+reaction-to-a-slow-server",
    "choose/object-vs-block-vs-file-storage/media/volume/access-unit+largest-loss-survived",
    "choose/rest-vs-graphql-vs-grpc/operation/websocket/streaming-9498a9+use-from-a-browser",
    "choose/stateful-vs-stateless-services/sessions/store/bytes-per-request+effect-of-a-rollout",
    "choose/stateful-vs-stateless-services/sessions/token/effect-of-a-rollout+work-per-request",
    "choose/synchronous-vs-asynchronous-communication/styles/request/"
    "must-be-up-at-that-moment-3652c4+must-be-up-at-that-moment-bb7e80",
)
