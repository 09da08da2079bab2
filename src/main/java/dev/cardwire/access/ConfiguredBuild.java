package dev.cardwire.access;

import jakarta.inject.Singleton;

/** The stand-ins bring their own configuration, so it tells which build this is. */
@Singleton
class ConfiguredBuild implements LocalBuild {

    private final AccessConfig config;

    ConfiguredBuild(AccessConfig config) {
        this.config = config;
    }

    @Override
    public boolean isOne() {
        return config.localBuild();
    }
}
