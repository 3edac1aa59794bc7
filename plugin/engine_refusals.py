"""The sentences with which the engine refuses an input, and what it says seldom; see `engine_texts.py`."""

from __future__ import annotations

from .translation import mark

REFUSALS = (
    mark("'{0}' is no band of Sentinel-2; write B1, B2 ... B8A ... B12."),
    mark("'{0}' is no choice for the offset; choose {1}."),
    mark("'{0}' is no kind of backscatter; choose auto, {1}."),
    mark("'{0}' is no unit of backscatter; choose auto, {1}."),
    mark("A length of {0} metres is none; give a number."),
    mark("A mask of shape {0} does not fit images of {1} pixels."),
    mark("A mask's threshold of {0} is no probability; give more than 0 and at most 1."),
    mark("A picture of the page cannot be made: this GDAL cannot write PNG."),
    mark(
        "Band {0} of {1} holds the value {2}, which is no class of a scene classification (0 to 11); choose the "
        "product's SCL."
    ),
    mark("Both radar files hold {0}; give one of VV and one of VH."),
    mark("Errors of {0} bands cannot be added to those of {1}; compare the same bands."),
    mark(
        "Every band of {0} is brighter than {1} DN: if that is the offset of processing baseline 04.00 and not "
        "the land, subtract 1000 first, or the mask will show too much cloud."
    ),
    mark("GDAL as installed has no driver for cloud-optimised GeoTIFFs (3.1 or newer has)."),
    mark("GDAL's driver {0} has no creation option {1}, but {2}."),
    mark("Images of shapes {0} and {1} cannot be compared; give two of [bands, h, w]."),
    mark("No pixel of {0} is valid in both images where the protocol looks."),
    mark(
        "No polygon of the mask {0} lies on the optical raster; choose the layer of the same place and see to "
        "its coordinate reference system."
    ),
    mark("Panels of a picture need three colours and one height."),
    mark("The area {0} cannot be brought to the CRS of the optical raster."),
    mark("The area {0} cannot be read: {1}."),
    mark("The band {0} cannot be taken out ({1})."),
    mark("The bands of {0} are {1}'s by name ({2}); give a Sentinel-2 scene."),
    mark(
        "The bands of {0} have no Sentinel-2 names, and {1} bands cannot be told apart; name them in the file, "
        "or give their names in order (B2, B3, B4 ...)."
    ),
    mark("The calibration {0} cannot be used ({1}); download the product again."),
    mark("The calibration {0} holds no vectors; download the product again."),
    mark("The clear raster {0} does not lie on the grid of the cloudy raster {1}; warp it there first."),
    mark("The cloud-optimised GeoTIFF {0} cannot be put in place ({1})."),
    mark("The cloud-optimised GeoTIFF {0} cannot be written ({1})."),
    mark(
        "The converted network of sentle cannot be kept in {0} ({1}); free space there, or set UNVEIL_CACHE to "
        "another folder."
    ),
    mark("The creation option {0} is a multiple of 16 up to {1}, not '{2}'."),
    mark("The creation option {0} of GDAL's driver {1} is a whole number, not '{2}'."),
    mark("The creation option {0} of GDAL's driver {1} is one of {2}."),
    mark(
        "The detector '{0}' has to be converted once, for which this Python lacks {1}; run it once where PyTorch "
        "and onnx are installed, or install them."
    ),
    mark("The detector '{0}' knows classes only; leave the probability raster out."),
    mark(
        "The detector '{0}' needs ONNX Runtime, which this Python does not have; install it with: \"{1}\" -m pip "
        "install onnxruntime   and restart QGIS."
    ),
    mark(
        "The detector '{0}' needs the package {1}, which this Python does not have; install it without what it "
        'drags along: "{2}" -m pip install --no-deps {3}   and restart QGIS.'
    ),
    mark("The detector '{0}' needs {1}, and {2} is taken for {3}{4}; choose {5}."),
    mark("The extent {0} {1} {2} {3} has no end; give four numbers."),
    mark("The file {0} cannot be read: {1}."),
    mark("The file {0} cannot be written ({1}); choose another folder for it."),
    mark("The file {0} does not lie on the grid of the 10 m bands; give files of one scene."),
    mark(
        "The file {0} is damaged: it is not the one that the product's manifest.safe states; download the "
        "product again."
    ),
    mark("The file {0} is named after {1} and has more than one band; give one band a file."),
    mark("The file {0} is named like a raster; give a page or a table another name."),
    mark("The file {0} of ukis-csmask cannot be read ({1}); install it again."),
    mark("The folder {0} does not exist; give one with triplets."),
    mark(
        "The folder {0} holds no whole triplet; it needs <id>/s1.tif, s2_cloudy.tif and s2_clear.tif, or the "
        "layout of SEN12MS-CR (ROIs1158_spring_s1/s1_106/ROIs1158_spring_s1_106_p30.tif and so on)."
    ),
    mark("The mask cannot be kept in {0} ({1}); free some space there, or set TMPDIR to another folder."),
    mark("The mask {0} cannot be read as a layer of polygons."),
    mark(
        "The mask {0} has {1} x {2} pixels where the optical raster has {3} x {4}; bring it to pixels of about "
        "that size."
    ),
    mark("The mask {0} holds no polygons; give a layer of cloud polygons or a raster."),
    mark("The mask {0} holds values from {1} to {2}, which are no '{3}' (0 to 1, or 0 to 100)."),
    mark("The mask's resolution of 0 is no length; give metres, for example 20."),
    mark("The mask's {0} of {1} is no length; give metres, 0 or more."),
    mark("The metadata {0} cannot be read ({1}); download the product again."),
    mark("The metadata {0} hold a number that cannot be read ({1}); download it again."),
    mark("The metadata {0} hold a sun angle that cannot be read ({1}); download the product again."),
    mark("The metadata {0} state a quantification of {1}; download the product again."),
    mark("The metadata {0} state an offset of {1}; download the product again."),
    mark("The model of {0} cannot be loaded ({1}); install that package again."),
    mark("The model {0} cannot be read as LightGBM's text ({1}); install it again."),
    mark("The model {0} holds no trees; install the package it belongs to again."),
    mark("The names in {0} say {1}, and {2} was stated; {3} is noted."),
    mark("The network of sentle came out of its conversion changed (by {0})."),
    mark("The network of sentle cannot be converted ({0}); install its newest version."),
    mark(
        "The optical raster {0} holds radar by the names of its bands; choose the Sentinel-2 raster, and see that the "
        "two are not swapped."
    ),
    mark("The output {0} is incomplete: {1} of {2} rows."),
    mark("The output {0} takes about {1} GB, and {2} GB are free there; free space, or take a part of the scene."),
    mark("The output's name is longer than the {0} bytes that a file system takes; shorten it."),
    mark(
        "The package {0} in {1} has no file {2}, which the detector '{3}' needs; install the newest one: \"{4}\" "
        "-m pip install --no-deps --upgrade {5}   ."
    ),
    mark("The part to restore cannot be drawn on the grid: {0}."),
    mark("The picture {0} cannot be written: {1}."),
    mark(
        "The pixels of {0} are {1} m on the ground, and Sentinel-2 has 10, 20 or 60 m; give the bands at one of "
        "these sizes."
    ),
    mark("The polygons of {0} cannot be drawn: {1}."),
    mark("The radar raster has a geotransform that cannot be inverted; georeference it again."),
    mark(
        "The radar raster {0} holds {1} only, and networks need VV and VH; give both files to Prepare Sentinel-1, or "
        "choose a dual-polarised scene (1SDV)."
    ),
    mark("The raster {0} cannot be cut: {1}."),
    mark("The raster {0} cannot be warped: {1}."),
    mark("The raster {0} has a geotransform that places no pixel, {1}; georeference it."),
    mark(
        "The raster {0} has no coordinate reference system; set it for the layer in QGIS, or in the file with: "
        "gdal_edit.py -a_srs EPSG:<code> <file>."
    ),
    mark("The raster {0} has no valid pixel where it is compared: all of it is nodata."),
    mark("The raster {0} has no valid pixel: all of it is nodata."),
    mark("The raster {0} has {1} ground control points, too few to place it; terrain-correct the scene first."),
    mark("The raster {0} holds {1}; give one of real numbers."),
    mark("The raster {0} states a scale or an offset of {1}; set it anew."),
    mark("The reference raster {0} has no coordinate reference system; set it for the layer in QGIS."),
    mark("The reference {0} has {1} band of Sentinel-2; give one with at least {2}."),
    mark("The reference {0} holds the scene itself; give another date of the same place."),
    mark(
        "The removal of {0} takes about {1} of memory, and {2} are {3}; take a part of the scene, or close other "
        "programs."
    ),
    mark("The result's bands have no names of their own, so they cannot be written as files each."),
    mark("The scale and offset that {0} states ({1}, {2}) turn its values into no numbers; set them anew."),
    mark("The scale that the file states is left over from whole numbers and is not applied."),
    mark(
        "The sun cannot stand at azimuth {0} and elevation {1}; give degrees, 0 to 360 clockwise from north and "
        "more than 0 to 90 above the horizon."
    ),
    mark("The table {0} cannot be read: {1}."),
    mark("The table {0} cannot be written: {1}."),
    mark("The value {0} fills what holds no data."),
    mark(
        "The values of {0} are whole numbers up to {1}, neither DN nor reflectance; export the bands as DN "
        "(reflectance x 10000) or as 32-bit reflectance."
    ),
    mark(
        "The values of {0} reach {1} DN only, and land is brighter somewhere in every scene: they seem to be "
        "scaled (reflectance x 1000, radiance); export DN (reflectance x 10000)."
    ),
    mark("The virtual raster {0} is made of too many others; save it as a GeoTIFF first."),
    mark("The virtual raster {0} takes pixels from a server ({1} is {2}); save it as a GeoTIFF first."),
    mark("The virtual raster {0} takes pixels from a server ({1}); save it as a GeoTIFF first."),
    mark(
        "The {0} and the prediction have different sizes ({1} and {2}), and {3} has no coordinate reference "
        "system; set it with: gdal_edit.py -a_srs EPSG:<code> <file>."
    ),
    mark("There are {0} references and {1} {2} for them; give one for each reference, in the same order, or none."),
    mark("There is no mask coding '{0}'; choose {1}."),
    mark("There is no protocol '{0}'; choose {1}."),
    mark("There is no resampling '{0}'; choose {1}."),
    mark("There is no way from {0} to {1}; set the CRS that the file was made in."),
    mark(
        "Thin cloud is told from ground by its colour, which takes B2, B4 and one of B8, B8A, B11 and B12; {0} has {1}."
    ),
    mark("Two radar files were given and one of them has several bands; give one file for each polarisation."),
    mark("VV and VH of {0} differ in sign, as in different units; store both as sigma0 in dB."),
    mark("{0} band names were given for the {1} bands of {2}."),
    mark("{0} cannot be read: {1}."),
    mark("{0} does not lie on the result's grid; give the one of the same run."),
    mark(
        "{0} files have no checksum that can be checked ({1}, ...): a damaged JPEG 2000 file decodes without an error."
    ),
    mark("{0} has a CRS ({1}) of another body than the Earth."),
    mark("{0} has a CRS ({1}) that is no place on Earth; set the one that it was made in."),
    mark("{0} has more than one band named {1}; rename or remove one."),
    mark("{0} has no CRS that can be read; set its CRS anew."),
    mark("{0} has no standard error of {1}; give that of the run."),
    mark(
        "{0} has {1} x {2} pixels, and patches of up to {3} million can be benchmarked; cut it into patches, or "
        "use evaluate for whole scenes."
    ),
    mark(
        "{0} holds 8-bit values, a picture rather than a measurement; export the bands as 16-bit DN or 32-bit "
        "reflectance."
    ),
    mark("{0} holds beta0 by name, and networks need sigma0; calibrate the scene to sigma0."),
    mark("{0} holds more than one file for {1} ({2} and {3}); give a folder with one scene."),
    mark("{0} holds more than {1} files; give the folder of one product."),
    mark("{0} holds no files named after Sentinel-2 bands (..._B02.jp2, B02.tif); rename them so."),
    mark("{0} holds no measurement anywhere and is left out."),
    mark("{0} holds no quality bits (uint16); give what Remove clouds wrote."),
    mark("{0} holds no scene classification; choose the product's SCL."),
    mark(
        "{0} holds {1} and nothing else, as cloud masks do; choose the Sentinel-2 scene, or name the band SCL if "
        "it is a scene classification."
    ),
    mark("{0} is a cloud mask already; choose the Sentinel-2 scene, or give the mask to Remove clouds."),
    mark(
        "{0} holds surface reflectance twice, with and without the correction of slopes (_FRE_ and _SRE_); keep "
        "the files of one of them in the folder."
    ),
    mark("{0} holds {1} dates in each variable; write one date to a file of its own."),
    mark(
        "{0} holds {1} files named after {2}, and one is needed; give a folder with one file for VV and one for "
        "VH, a raster with both, or a SAFE product."
    ),
    mark("{0} holds {1} granules (tiles); give the folder of one of them, such as GRANULE/{2}."),
    mark("{0} images, {1} methods, protocol {2}: {3}"),
    mark(
        "{0} is no ground range product (GRD); take a GRD product of the scene, or calibrate and terrain-correct "
        "it with SNAP ({1})."
    ),
    mark(
        "{0} is no product metadata of Sentinel-2 L1C or L2A (no PROCESSING_LEVEL); choose MTD_MSIL1C.xml or "
        "MTD_MSIL2A.xml in the SAFE folder."
    ),
    mark(
        "{0} is scored on {1} bands and {2} on {3}, which are no scores for one table; give results of the same bands."
    ),
    mark("{0} is not known as metadata of a Sentinel-2 product; choose MTD_MSIL1C.xml or MTD_MSIL2A.xml."),
    mark("{0} is not the table of a benchmark of this version; choose another name."),
    mark("{0} lacks the calibration of a polarisation (annotation/calibration); download it again."),
    mark("{0} lacks {1}; a benchmark needs the 13 bands of L1C."),
    mark(
        "{0} lies without the bands that SNAP wrote with it: copy the whole folder {1} (files .img and .hdr) beside it."
    ),
    mark("{0} of the radar raster {1} has no valid pixel."),
    mark("{0} of {1} cannot be read: {2}."),
    mark(
        "{0} of {1} holds up to {2} DN, a reflectance of {3} that no ground has, though the product says how its "
        "values are coded: its file seems to be damaged; download the product again."
    ),
    mark(
        "{0} of {1} holds values up to {2} that wrapped below zero: something, probably the offset of 1000, was "
        "subtracted as {3}; subtract it again as int16 or float and set what is below 1 to 1."
    ),
    mark(
        "{0} of {1} lies below zero for much of the ground ({2} % of it below {3} DN): an offset seems to be "
        "subtracted twice; see to the scale and offset that the file states."
    ),
    mark("{0} rows hold no scores; the column error of {1} says why."),
    mark("{0} triplets lack a file and are left out: {1}."),
    mark("{0}, {1}{2}: {3} bands ({4})."),
    mark("The part to restore lies outside the optical raster {0}; choose one that overlaps it."),
)
