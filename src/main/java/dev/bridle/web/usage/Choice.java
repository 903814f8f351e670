package dev.bridle.web.usage;

/** A choice on the page: a word that leads to an address. */
public record Choice(String label, String address, boolean isChosen) {}
