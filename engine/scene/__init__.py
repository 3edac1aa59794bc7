"""A scene: optical, radar and mask on one grid."""
